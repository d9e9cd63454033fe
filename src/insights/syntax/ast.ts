// The expression tree of a query: plain readonly nodes tagged by `kind`, each with its place in the text.
import type { Span } from '../../base/diagnostic.ts';

/** A field path: `a.b.0`, `` `foo-bar` ``, `@message`. `name` is the path without backticks. */
export interface FieldExpr {
  readonly kind: 'field';
  readonly parts: readonly string[];
  readonly name: string;
  readonly span: Span;
}

/** `raw` is the text as written, without quotes. */
export interface LiteralExpr {
  readonly kind: 'literal';
  readonly value: string | number | boolean;
  readonly raw: string;
  readonly span: Span;
}

/** `5m`: a number of milliseconds, and a period for `bin` and its like. */
export interface DurationExpr {
  readonly kind: 'duration';
  readonly amount: number;
  readonly unit: string;
  readonly span: Span;
}

/** `/pattern/flags`, only on the right of `like` and `=~` and in `parse`. */
export interface RegexExpr {
  readonly kind: 'regex';
  readonly pattern: string;
  readonly flags: string;
  readonly span: Span;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^';
export type CompareOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type LogicOperator = 'and' | 'or';

export interface BinaryExpr {
  readonly kind: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly left: Expr;
  readonly right: Expr;
  readonly span: Span;
}

export interface CompareExpr {
  readonly kind: 'compare';
  readonly operator: CompareOperator;
  readonly left: Expr;
  readonly right: Expr;
  readonly span: Span;
}

export interface LogicExpr {
  readonly kind: 'logic';
  readonly operator: LogicOperator;
  readonly left: Expr;
  readonly right: Expr;
  readonly span: Span;
}

export interface UnaryExpr {
  readonly kind: 'unary';
  readonly operator: 'not' | '-';
  readonly operand: Expr;
  readonly span: Span;
}

export interface LikeExpr {
  readonly kind: 'like';
  readonly negated: boolean;
  readonly left: Expr;
  readonly pattern: LiteralExpr | RegexExpr;
  readonly span: Span;
}

export interface InExpr {
  readonly kind: 'in';
  readonly negated: boolean;
  readonly left: Expr;
  readonly items: readonly LiteralExpr[];
  /** The items are the rows of this; null: they are written out. */
  readonly subquery: NestedQuery | null;
  readonly span: Span;
}

/** A query in parentheses inside a query. */
export interface NestedQuery {
  readonly text: string;
  readonly span: Span;
  readonly print: () => string;
}

/** `star` marks `count(*)`. `name` is as written. */
export interface CallExpr {
  readonly kind: 'call';
  readonly name: string;
  readonly nameSpan: Span;
  readonly args: readonly Expr[];
  readonly star: boolean;
  readonly span: Span;
}

/** `jsonParse(text).a.b`: a path into the value of a call. */
export interface PathExpr {
  readonly kind: 'path';
  readonly of: CallExpr;
  readonly parts: readonly string[];
  readonly span: Span;
}

export type Expr =
  | FieldExpr
  | PathExpr
  | LiteralExpr
  | DurationExpr
  | BinaryExpr
  | CompareExpr
  | LogicExpr
  | UnaryExpr
  | LikeExpr
  | InExpr
  | CallExpr;

/** An expression with the column name that it gives: its alias, or its source text. */
export interface Item {
  readonly expr: Expr;
  readonly alias: FieldExpr | null;
  readonly name: string;
}
