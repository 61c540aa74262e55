import { defineSection } from '#platform/settings';

/**
 * How often something may be tried. Each limits what a stranger can cost or guess, and none of them what
 * a right credential gets.
 */
export const LIMITS = defineSection({
  name: 'limits',
  description: 'How often something may be tried before it is answered with 429.',
  members: {
    client_failures_per_minute: {
      default: 20,
      minimum: 5,
      maximum: 1000,
      unit: 'failures a minute',
      meaning: 'Failed authentications of one client from one address.',
    },
    code_misses_per_minute: {
      default: 200,
      minimum: 10,
      maximum: 10_000,
      unit: 'requests a minute',
      meaning:
        'Authorization codes that nobody was given, presented by one client from one address.',
    },
    unknown_tokens_per_minute: {
      default: 600,
      minimum: 10,
      maximum: 100_000,
      unit: 'requests a minute',
      meaning: 'Tokens that nobody was given, asked about by one client at /introspect.',
    },
    request_uri_misses_per_minute: {
      default: 100,
      minimum: 10,
      maximum: 10_000,
      unit: 'requests a minute',
      meaning:
        'Pushed requests that do not exist, asked for at /authorize from one network address.',
    },
    request_uri_fetches_of_address_per_minute: {
      default: 30,
      minimum: 5,
      maximum: 10_000,
      unit: 'fetches a minute',
      meaning: 'Request objects fetched from the request_uris of one client for one address.',
    },
    request_uri_fetches_per_minute: {
      default: 300,
      minimum: 10,
      maximum: 100_000,
      unit: 'fetches a minute',
      meaning: 'Request objects fetched from the request_uris of one client, whoever asks.',
    },
    request_object_decryptions_per_minute: {
      default: 300,
      minimum: 10,
      maximum: 10_000,
      unit: 'decryptions a minute',
      meaning: 'Encrypted request objects of one client from one address.',
    },
    pushed_requests_per_minute: {
      default: 600,
      minimum: 10,
      maximum: 100_000,
      unit: 'requests a minute',
      meaning: 'Authorization requests pushed by one client that authenticates.',
    },
    pushed_requests_of_address_per_minute: {
      default: 60,
      minimum: 5,
      maximum: 100_000,
      unit: 'requests a minute',
      meaning: 'Authorization requests pushed from one address in the name of one public client.',
    },
    device_requests_per_minute: {
      default: 60,
      minimum: 5,
      maximum: 10_000,
      unit: 'requests a minute',
      meaning: 'Device codes asked for by one client from one address.',
    },
    user_codes_of_session_per_minute: {
      default: 5,
      minimum: 2,
      maximum: 20,
      unit: 'wrong codes a minute',
      meaning: 'Codes of devices that one signed-in browser may get wrong.',
    },
    user_codes_of_person_per_hour: {
      default: 5,
      minimum: 2,
      maximum: 50,
      unit: 'wrong codes an hour',
      meaning:
        'Codes of devices that one person may get wrong before the two limits below count for them.',
    },
    user_codes_of_address_per_minute: {
      default: 20,
      minimum: 5,
      maximum: 1000,
      unit: 'wrong codes a minute',
      meaning: 'Codes of devices that one address may get wrong.',
    },
    user_codes_per_minute: {
      default: 1000,
      minimum: 100,
      maximum: 5000,
      unit: 'wrong codes a minute',
      meaning: 'Codes of devices that everybody together may get wrong.',
    },
    kept_of_address: {
      default: 8192,
      minimum: 256,
      maximum: 1_000_000,
      unit: 'KiB in half an hour',
      meaning:
        'What requests from one address leave in the database until somebody signs in, on each node.',
    },
    kept_in_all: {
      default: 128,
      minimum: 8,
      maximum: 10_000,
      unit: 'MiB in half an hour',
      meaning: 'The same for all addresses together, on each node.',
    },
    registrations_per_hour: {
      default: 20,
      minimum: 1,
      maximum: 100_000,
      unit: 'registrations an hour',
      meaning: 'Clients registered without a token from one address, where REGISTRATION=open.',
    },
    registered_strangers: {
      default: 1000,
      minimum: 0,
      maximum: 1_000_000,
      unit: 'clients',
      meaning: 'Clients that there may be which registered without a token.',
    },
  },
});
