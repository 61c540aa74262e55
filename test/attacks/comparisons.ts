import ts from 'typescript';
import type { SourceFile } from '../support/repository-files.js';

/** What a value is called that somebody may want to guess. */
const SECRET =
  /secret|token|digest|hash|sha\d|mac|password|csrf|verifier|challenge|signature|cookie|expected|given|presented|computed/i;
/** Methods that stop at the first character that differs. */
const SEARCHES = new Set(['includes', 'indexOf', 'localeCompare', 'startsWith', 'endsWith']);
const EQUALITIES = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);
const CONSTANTS = new Set([
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
]);

/**
 * The places where something that may be secret is compared in a time that depends on it, on whichever
 * side of the sign it stands, and whether it is a variable, a member or what a function answers.
 */
export function comparisonsOf({ path, text }: SourceFile): string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2025, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (compares(node)) found.push(`${path}: ${node.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function compares(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node) && EQUALITIES.has(node.operatorToken.kind)) {
    const { left, right } = node;
    return !isConstant(left) && !isConstant(right) && [left, right].some(isSecret);
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  return SEARCHES.has(node.expression.name.text) && node.arguments.some(isSecret);
}

function isConstant(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return node.text === 'undefined' || /^[A-Z_]+$/.test(node.text);
  return (
    ts.isLiteralExpression(node) ||
    CONSTANTS.has(node.kind) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isTypeOfExpression(node)
  );
}

const isSecret = (node: ts.Node): boolean => !isConstant(node) && SECRET.test(nameOf(node));

function nameOf(node: ts.Node): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isCallExpression(node)) return nameOf(node.expression);
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node)) {
    return nameOf(node.expression);
  }
  if (!ts.isPropertyAccessExpression(node)) return '';
  return node.name.text === 'length' ? '' : node.name.text;
}
