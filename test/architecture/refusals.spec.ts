import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { CHECKS } from '#protocol';
import { productFiles } from '../support/repository-files.js';

const files = productFiles();

/** Where requests to these endpoints are refused: /authorize, /par, /token, /register, /introspect, /revoke. */
const REFUSING = new RegExp(
  '^src/(?:' +
    [
      'endpoints/(?:authorize|par|token|register|introspect|revoke)/.*',
      'registry/clients/(?:authentication|registration)/.*',
      'tokens/targets',
      'protocol/(?:claims-request|code-challenge|parameters)',
      'platform/http/(?:bearer-token|form-body|parameters\\.decorator|management/management\\.interceptor)',
      'platform/throttling/kept-requests',
    ].join('|') +
    ')\\.ts$',
);

/** Answers of the protocol that nobody looks up, and errors to which whoever makes them adds the check. */
const WITHOUT = [
  // A device asks again and again (RFC 8628 §3.5).
  /'(?:authorization_pending|slow_down)'/,
  /accessDenied\('The person did not allow it\.'\)/,
  // The policies add theirs; that nobody is signed in is an answer.
  /new OAuthError\(code, description\)/,
  // Made for those who refuse.
  /^return new (?:OAuthError\('invalid_request_uri'|ErrorForPeople\('requestOver')/,
];

const NAMES_CHECK = /\.refusedBy\(|\brefusal\b|\.tooOften\([^()]*,[^()]*\)|refusedFor\(|noObject\(/;

function isMade(node: ts.Node, source: ts.SourceFile): node is ts.CallExpression {
  if (ts.isNewExpression(node)) {
    return /^(?:OAuthError|ErrorForPeople)$/.test(node.expression.getText(source));
  }
  return (
    ts.isCallExpression(node) && /^OAuthError\.[a-z]\w+$/i.test(node.expression.getText(source))
  );
}

/** The statement in which an error is made, or the function that is nothing else. */
function statementAround(node: ts.Node): ts.Node {
  let around = node;
  while (!ts.isStatement(around) && !ts.isArrowFunction(around)) around = around.parent;
  return around;
}

function functionAround(node: ts.Node): ts.Node {
  let around = node;
  while (!ts.isFunctionLike(around) && !ts.isSourceFile(around)) around = around.parent;
  return around;
}

/** Every place of a file where an error is made that says nothing of a check. */
function silentPlaces({ path, text }: { path: string; text: string }): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2025, true);
  const silent: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isMade(node, source)) {
      const around = statementAround(node);
      const words = around.getText(source);
      const [declaration] = ts.isVariableStatement(around)
        ? around.declarationList.declarations
        : [];
      const name = declaration?.name.getText(source);
      const later = functionAround(node).getText(source);
      const namedLater =
        name !== undefined && new RegExp(`\\b${name}\\.(?:refusedBy|tooOften)\\(`).test(later);
      if (!namedLater && ![NAMES_CHECK, ...WITHOUT].some((pattern) => pattern.test(words))) {
        silent.push(`${path}: ${words.replace(/\s+/g, ' ')}`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return silent;
}

describe('A03 every refusal', () => {
  it('names the check that refuses', () => {
    const refusing = files.filter(({ path }) => REFUSING.test(path));
    expect(refusing.length).toBeGreaterThan(80);
    expect(refusing.flatMap(silentPlaces)).toEqual([]);
  });

  it('is by a check that is a file, and every check refuses', () => {
    const names = new Set(files.map(({ path }) => basename(path).split('.')[0]));
    expect(CHECKS.filter((check) => !names.has(check))).toEqual([]);
    const code = files
      .filter(({ path }) => !/(?:protocol\/refusal|errors\/fixes)\.ts$/.test(path))
      .map(({ text }) => text)
      .join('\n');
    const unused = CHECKS.filter(
      (check) => !new RegExp(`check: '${check}'|'?${check}'?: '${check}'|: '${check}'`).test(code),
    );
    expect(unused).toEqual([]);
    expect(CHECKS).toEqual([...CHECKS].sort());
  });
});
