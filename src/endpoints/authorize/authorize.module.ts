import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ConsentModule } from '#people/consent';
import { SessionsModule } from '#people/sessions';
import { SignInModule } from '#people/sign-in';
import { UsersModule } from '#people/users';
import { AuthenticationModule } from '#registry/authentication';
import { ClientsModule } from '#registry/clients';
import { TokensModule } from '#tokens';
import { AuthorizationEndpoint } from './authorization-endpoint.js';
import { AuthorizationResponses } from './authorization-responses.js';
import { AuthorizeController } from './authorize.controller.js';
import { GivenAnswers } from './given-answers.js';
import { PendingRequests } from './pending-requests.js';
import { PushedAuthorizationRequestEntity } from './pushed-authorization/pushed-authorization-request.entity.js';
import { PushedAuthorizationRequests } from './pushed-authorization/pushed-authorization-requests.js';
import { RequestObjectDecryption } from './request-object/request-object-decryption.js';
import { RequestObjectDocuments } from './request-object/request-object-documents.js';
import { RequestObjectReader } from './request-object/request-object-reader.js';
import { RequestObjects } from './request-object/request-objects.js';
import { Refusals } from './refusals.js';
import { RequestExplainer } from './request-explainer.js';
import { RequestChecker } from './request-checker.js';
import { RequestRules } from './request-rules.js';
import { RequestResolver } from './request-resolver.js';
import { CodePart } from './response-types/code.part.js';
import { IdTokenPart } from './response-types/id-token.part.js';
import { RepeatedValues } from './response-types/repeated-values.js';
import { ResponseTypeRegistry } from './response-types/response-type-registry.js';
import { TokenPart } from './response-types/token.part.js';
import { Situations } from './situations.js';

@Module({
  imports: [
    AuthenticationModule,
    ClientsModule,
    ConsentModule,
    SignInModule,
    SessionsModule,
    TokensModule,
    TypeOrmModule.forFeature([PushedAuthorizationRequestEntity]),
    UsersModule,
  ],
  controllers: [AuthorizeController],
  providers: [
    AuthorizationEndpoint,
    AuthorizationResponses,
    CodePart,
    GivenAnswers,
    Refusals,
    IdTokenPart,
    PendingRequests,
    PushedAuthorizationRequests,
    RepeatedValues,
    RequestChecker,
    RequestExplainer,
    RequestObjectDecryption,
    RequestObjectDocuments,
    RequestObjectReader,
    RequestObjects,
    RequestResolver,
    RequestRules,
    ResponseTypeRegistry,
    Situations,
    TokenPart,
  ],
  exports: [
    PushedAuthorizationRequests,
    RequestChecker,
    RequestExplainer,
    RequestObjects,
    RequestRules,
    ResponseTypeRegistry,
  ],
})
export class AuthorizeModule {}
