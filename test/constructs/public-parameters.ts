import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";

/** The parameters of everything public that a caller calls, read from the sources without a type checker. */

const LIB = resolve(__dirname, "../../lib");

export interface Parameter {
  /** Such as `VaultLock(props)` or `BackupSchedule.daily(options)`. */
  readonly path: string;
  readonly isOptional: boolean;
}

function classesIn(file: string): ts.ClassDeclaration[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  return source.statements.filter((one) => ts.isClassDeclaration(one));
}

function isPublic(member: ts.ClassElement): boolean {
  const kinds = (ts.canHaveModifiers(member) ? ts.getModifiers(member) : undefined)?.map(({ kind }) => kind) ?? [];
  const isHidden = kinds.includes(ts.SyntaxKind.PrivateKeyword) || kinds.includes(ts.SyntaxKind.ProtectedKeyword);
  return !isHidden && !(member.name?.getText() ?? "").startsWith("_");
}

/** The parameters of a member, without the scope and the id of a new construct, which the constructs library checks. */
function parametersOf(owner: string, member: ts.ClassElement): Parameter[] {
  if (!isPublic(member) || !(ts.isMethodDeclaration(member) || ts.isConstructorDeclaration(member))) return [];
  const names = member.parameters.map(({ name }) => name.getText());
  const ofConstruct = names[1] === "id" ? ["scope", "id"] : ["id"];
  const call = ts.isConstructorDeclaration(member) ? owner : `${owner}.${member.name.getText()}`;
  return member.parameters
    .filter(({ name }) => !ofConstruct.includes(name.getText()))
    .map(({ name, questionToken, initializer }) => ({
      path: `${call}(${name.getText()})`,
      isOptional: questionToken !== undefined || initializer !== undefined,
    }));
}

/** The parameters of the exported classes, and of the class that all vaults have in common. */
export function publicParameters(): Parameter[] {
  const index = readFileSync(join(LIB, "index.ts"), "utf8");
  const files = readdirSync(join(LIB, "constructs"), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  return files
    .flatMap((file) => classesIn(join(LIB, "constructs", file)))
    .flatMap(({ name, members }) => {
      const owner = name?.text ?? "";
      const isExported = owner === "VaultBase" || new RegExp(`\\b${owner}\\b`).test(index);
      return isExported ? members.flatMap((member) => parametersOf(owner, member)) : [];
    });
}
