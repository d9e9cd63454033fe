// Expressions as text that reads the same: every operator that has a looser one inside gets parentheses.
import type { Expr, FieldExpr, InExpr, LiteralExpr, RegexExpr } from './ast.ts';

/** Words that mean something else where a field stands; in backticks they are fields. */
const RESERVED = new Set('and or in like by as asc desc not true false'.split(' '));
const PLAIN_PART = /^[\p{L}_@][\p{L}\p{N}_@]*$/u;
const PLAIN_INNER_PART = /^[\p{L}\p{N}_@]+$/u;

export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'field':
      return printField(expr);
    case 'literal':
      return printLiteral(expr);
    case 'duration':
      return `${expr.amount}${expr.unit}`;
    case 'call':
      return `${expr.name}(${expr.star ? '*' : expr.args.map(printExpr).join(', ')})`;
    case 'path':
      return `${printExpr(expr.of)}.${expr.parts.map((part) => `\`${part}\``).join('.')}`;
    case 'unary':
      return expr.operator === 'not'
        ? `not (${printExpr(expr.operand)})`
        : `-(${printExpr(expr.operand)})`;
    case 'like':
      return `${operand(expr.left)} ${negation(expr)}like ${printPattern(expr.pattern)}`;
    case 'in':
      return printIn(expr);
    default:
      return `${operand(expr.left)} ${expr.operator} ${operand(expr.right)}`;
  }
}

const negation = ({ negated }: { readonly negated: boolean }) => (negated ? 'not ' : '');

export function printField({ parts, name }: FieldExpr): string {
  const plain =
    parts.every((part, at) => (at === 0 ? PLAIN_PART : PLAIN_INNER_PART).test(part)) &&
    !RESERVED.has(name.toLowerCase());
  return plain ? parts.join('.') : parts.map((part) => `\`${part}\``).join('.');
}

export function printString(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\r', '\\r');
  return `"${escaped}"`;
}

function printPattern(pattern: LiteralExpr | RegexExpr): string {
  return pattern.kind === 'literal' ? printLiteral(pattern) : printRegex(pattern);
}

export function printRegex({ pattern, flags }: RegexExpr): string {
  return `/${pattern}/${flags}`;
}

export function printLiteral({ value, raw }: LiteralExpr): string {
  return typeof value === 'string' ? printString(value) : raw;
}

function printIn(expr: InExpr): string {
  const list =
    expr.subquery === null
      ? `[${expr.items.map(printLiteral).join(', ')}]`
      : `(${expr.subquery.print()})`;
  return `${operand(expr.left)} ${negation(expr)}in ${list}`;
}

/** Whatever has an operator stands in parentheses. */
function operand(expr: Expr): string {
  const text = printExpr(expr);
  switch (expr.kind) {
    case 'field':
    case 'literal':
    case 'duration':
    case 'call':
    case 'path':
      return text;
    default:
      return `(${text})`;
  }
}
