import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How a client that registered itself did so, and how it gets back to its registration. */
@Entity('client_registrations')
export class ClientRegistrationEntity {
  @PrimaryColumn('varchar', { name: 'client_id', length: 255 })
  clientId: string;

  /** SHA-256 of the registration access token (RFC 7592 §1.2). */
  @Column('varchar', { name: 'access_token_hash', length: 43 })
  accessTokenHash: string;

  /** Null for a client that registered without one. The token may be gone. */
  @Column('varchar', { name: 'initial_access_token_id', length: 32, nullable: true })
  initialAccessTokenId: string | null;

  /** The ClientPolicy at that time as JSON: later changes are judged by it too. */
  @Column('text')
  policy: string;
}
