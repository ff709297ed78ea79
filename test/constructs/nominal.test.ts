import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import ts from "typescript";

/**
 * A class of which nothing private is left in the published declarations, which hold nothing that is `@internal`, takes any value of its
 * public shape: without public members, every value there is.
 */

const LIB = resolve(__dirname, "../../lib");

function parse(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
}

/** The classes that the package exports and users can only get from factories. */
function valueClasses(): ts.ClassDeclaration[] {
  const index = parse(join(LIB, "index.ts"));
  const exported = index.statements.filter((one) => ts.isExportDeclaration(one)).flatMap(namesOf);
  return exported.flatMap(({ name, file }) =>
    parse(file).statements.filter(
      (one): one is ts.ClassDeclaration => ts.isClassDeclaration(one) && one.name?.text === name && makesItself(one),
    ),
  );
}

function namesOf({ exportClause, moduleSpecifier }: ts.ExportDeclaration): { name: string; file: string }[] {
  if (!exportClause || !ts.isNamedExports(exportClause) || !moduleSpecifier) return [];
  const file = `${join(dirname(join(LIB, "index.ts")), (moduleSpecifier as ts.StringLiteral).text)}.ts`;
  return exportClause.elements.map(({ name }) => ({ name: name.text, file }));
}

/** Whether the constructor is private and something static has the class as its type or makes it. */
function makesItself(one: ts.ClassDeclaration): boolean {
  const name = one.name?.text ?? "";
  return (
    one.members.some((member) => ts.isConstructorDeclaration(member) && isPrivate(member)) &&
    new RegExp(`\\bnew ${name}\\(`).test(one.getText())
  );
}

function isPrivate(node: ts.HasModifiers): boolean {
  return ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) ?? false;
}

function isInternal(node: ts.Node): boolean {
  const comments = ts.getLeadingCommentRanges(node.getSourceFile().text, node.getFullStart()) ?? [];
  return comments.some(({ pos, end }) => node.getSourceFile().text.slice(pos, end).includes("@internal"));
}

/** The members that stay in the declarations and that no other class has. */
function privateMembers(one: ts.ClassDeclaration): ts.Node[] {
  return one.members.flatMap((member): ts.Node[] => {
    if (ts.isConstructorDeclaration(member)) return member.parameters.filter((part) => isPrivate(part) && !isInternal(part));
    return ts.isPropertyDeclaration(member) && isPrivate(member) && !isInternal(member) ? [member] : [];
  });
}

test("each value class keeps a private member in its declaration", () => {
  const classes = valueClasses();
  expect(classes.length).toBeGreaterThan(15);
  expect(classes.filter((one) => privateMembers(one).length === 0).map((one) => one.name?.text)).toEqual([]);
});

test("each value class has a line for a wrong shape of it", () => {
  const lines = readFileSync(resolve(__dirname, "../e2e/apps/wrong-shapes.ts"), "utf8");
  const missing = valueClasses().filter((one) => !lines.includes(`take<${one.name?.text ?? ""}>(`));
  expect(missing.map((one) => one.name?.text)).toEqual([]);
});
