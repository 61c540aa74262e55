import { describe, expect, it } from '@jest/globals';
import { canonicalIdentifier, resourceIdentifierError } from './resource-identifier.js';

describe('canonicalIdentifier (RFC 3986 §6.2)', () => {
  it.each([
    ['HTTPS://API.example.com', 'https://api.example.com/'],
    ['https://api.example.com', 'https://api.example.com/'],
    ['https://api.example.com:443/v1', 'https://api.example.com/v1'],
    ['https://api.example.com/a/../b', 'https://api.example.com/b'],
    ['https://api.example.com/%7euser/%2f', 'https://api.example.com/~user/%2F'],
    ['URN:example:Queue', 'urn:example:Queue'],
    ['com.Example.App:/x', 'com.example.app:/x'],
    ['rabbitmq', 'rabbitmq'],
    ['https://', 'https://'],
  ])('%s is %s', (one, other) => {
    expect(canonicalIdentifier(one)).toBe(canonicalIdentifier(other));
    expect(canonicalIdentifier(one)).toBe(other);
  });

  it.each([
    ['https://api.example.com/v1', 'https://api.example.com/v1/'],
    ['https://api.example.com/V1', 'https://api.example.com/v1'],
    ['https://api.example.com/?a', 'https://api.example.com/'],
    ['http://api.example.com/', 'https://api.example.com/'],
    ['https://api.example.com:8443/', 'https://api.example.com/'],
    ['https://api.example.com/a%2Fb', 'https://api.example.com/a/b'],
    ['RabbitMQ', 'rabbitmq'],
  ])('%s is not %s', (one, other) => {
    expect(canonicalIdentifier(one)).not.toBe(canonicalIdentifier(other));
  });
});

it.each(['rabbitmq', 'my-api.v1', 'https://api.example', 'urn:x:y'])('%s may be one', (name) => {
  expect(resourceIdentifierError(name)).toBeUndefined();
});

it.each(['', ' ', 'a b', '/path', '-a', 'a'.repeat(129), 'a/b', 'ä'])('%j may not', (name) => {
  expect(resourceIdentifierError(name)).toBeDefined();
});
