import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

/** What the public API says of itself, read from the sources without a type checker. */

const LIB = resolve(__dirname, "../../lib");
/** The constructs, and what makes the values that every stack needs. */
const MAIN = [
  ...["VmBackup", "RecoveryServicesVault", "VmBackupPolicy", "ProtectedVms", "ProtectedVm", "InitialBackup", "ResourceGuard"],
  "RestoreDrill",
  ...["SourceVm", "VmSelection", "BackupSchedule", "RecoveryPointRetention", "RetentionPreview", "AzurermProviderVersion"],
];

interface Documented {
  readonly name: string;
  readonly node: ts.Node;
  readonly text: string;
}

function exportedDeclarations(): Documented[] {
  const index = ts.createSourceFile("index.ts", readFileSync(join(LIB, "index.ts"), "utf8"), ts.ScriptTarget.Latest, true);
  return index.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) return [];
    const file = `${join(LIB, (statement.moduleSpecifier as ts.StringLiteral).text)}.ts`;
    const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
    const names = new Set(statement.exportClause.elements.map(({ name }) => name.text));
    return source.statements
      .filter((one) => ts.isClassDeclaration(one) || ts.isInterfaceDeclaration(one) || ts.isEnumDeclaration(one))
      .filter((one) => names.has(one.name?.text ?? ""))
      .map((node) => ({ name: node.name?.text ?? "", node, text: docOf(node) }));
  });
}

/** The public members of a declaration, whose names go with its own. */
function membersOf({ name, node }: Documented): Documented[] {
  const members: readonly ts.Node[] = (node as ts.ClassDeclaration | ts.InterfaceDeclaration | ts.EnumDeclaration).members;
  return members.filter(isPublic).map((member) => ({
    name: `${name}.${(member as ts.NamedDeclaration).name?.getText() ?? ""}`,
    node: member,
    text: docOf(member),
  }));
}

function isPublic(member: ts.Node): boolean {
  if (ts.isConstructorDeclaration(member) || docOf(member).includes("@internal")) return false;
  const modifiers = ts.canHaveModifiers(member) ? (ts.getModifiers(member) ?? []) : [];
  return !modifiers.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword);
}

function docOf(node: ts.Node): string {
  return ts
    .getJSDocCommentsAndTags(node)
    .filter((one) => ts.isJSDoc(one))
    .map((one) => one.getText())
    .join("\n");
}

const DECLARATIONS = exportedDeclarations();
const MEMBERS = DECLARATIONS.flatMap(membersOf);
const namesOf = (documented: readonly Documented[]) => documented.map(({ name }) => name);

test("each exported declaration and member has a docstring, unless an interface has it", () => {
  const ofInterfaces = new Set(
    DECLARATIONS.filter(({ node }) => ts.isInterfaceDeclaration(node)).flatMap((one) =>
      membersOf(one).map(({ name }) => name.split(".")[1]),
    ),
  );
  // The members of a calendar say it all by their names.
  const bare = [...DECLARATIONS, ...MEMBERS].filter(
    ({ name, text }) => text === "" && !/^(Weekday|WeekOfMonth|Month)\./.test(name),
  );
  expect(namesOf(bare.filter(({ name }) => !ofInterfaces.has(name.split(".")[1])))).toEqual([]);
});

test("each optional property says what its default is", () => {
  const optional = MEMBERS.filter(
    ({ name, node }) => ts.isPropertySignature(node) && node.questionToken && !/^I[A-Z]/.test(name),
  );
  expect(optional.length).toBeGreaterThan(80);
  expect(namesOf(optional.filter(({ text }) => !text.includes("@default")))).toEqual([]);
});

test("each method that throws an error says when", () => {
  const throwing = MEMBERS.filter(
    ({ node }) => ts.isMethodDeclaration(node) && /throwIfInvalid|throw new/.test(node.body?.getText() ?? ""),
  );
  expect(throwing.length).toBeGreaterThan(15);
  expect(namesOf(throwing.filter(({ text }) => !text.includes("@throws")))).toEqual([]);
});

test("the main classes have an example", () => {
  const main = DECLARATIONS.filter(({ name }) => MAIN.includes(name));
  expect(namesOf(main).sort()).toEqual([...MAIN].sort());
  expect(namesOf(main.filter(({ text }) => !text.includes("@example")))).toEqual([]);
});
