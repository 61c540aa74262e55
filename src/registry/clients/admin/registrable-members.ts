import { getMetadataStorage } from 'class-validator';
import { ClientMetadataRequest } from './client.request.js';

/** The members that a client may register about itself: those that {@link ClientMetadataRequest} declares. */
export const registrableMembers: ReadonlySet<string> = new Set(
  getMetadataStorage()
    .getTargetValidationMetadatas(ClientMetadataRequest, '', false, false)
    .map(({ propertyName }) => propertyName),
);
