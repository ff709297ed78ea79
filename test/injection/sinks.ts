import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import ts from "typescript";
import { harmfulLines } from "../hook/harmful-lines";
import { MARK } from "./payloads";

/** Checks of what a reader of an output would do with it. Each returns the problems. */
export type Sink = (text: string) => string[];

const COMMANDS_OF_GITHUB = /^::(error|warning|notice|group|endgroup|debug)(?: (title|file|line)=[^,:\n]*)?::/;
const COMMANDS_OF_AZURE_DEVOPS =
  /^##vso\[task\.(logissue type=(error|warning)|uploadsummary)\]|^##\[(group|endgroup|warning|error)\]/;

/** A terminal, and a pipeline that may not be asked for anything. */
export const terminal: Sink = (text) => harmfulLines(text.split("\n"));

export const github: Sink = (text) => terminalOf(text, COMMANDS_OF_GITHUB);

export const azureDevOps: Sink = (text) => terminalOf(text, COMMANDS_OF_AZURE_DEVOPS);

/** A pipeline's own commands may begin a line, and nothing else may be one. */
function terminalOf(text: string, allowed: RegExp): string[] {
  return harmfulLines(text.split("\n").map((line) => line.replace(allowed, "")));
}

export const json: Sink = (text) => {
  const parsed: unknown = JSON.parse(text);
  const texts: string[] = [];
  JSON.stringify(parsed, (_, value: unknown) => (typeof value === "string" && texts.push(...value.split("\n")), value));
  return harmfulLines(texts);
};

const ELEMENTS = /^(\?xml|testsuites|testsuite|testcase|failure|error|skipped|properties|property|system-out|system-err)$/;

export const junit: Sink = (text) => {
  const valid = XMLValidator.validate(text);
  if (valid !== true) return [valid.err.msg];
  const names: string[] = [];
  new XMLParser({ ignoreAttributes: true, updateTag: (name) => (names.push(name), true) }).parse(text);
  return [...names.filter((name) => !ELEMENTS.test(name)), ...harmfulLines(text.split("\n"))];
};

/** A browser: only a page's own scripts run, and nothing is loaded from elsewhere. */
export const html: Sink = (text) => {
  const problems = [...text.matchAll(/<([a-zA-Z][\w-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/g)].flatMap(([tag, , attributes = ""]) =>
    /\son\w+\s*=/i.test(attributes.replaceAll(/"[^"]*"|'[^']*'/g, '""')) ||
    /\b(href|src|action|xlink:href)\s*=\s*["']?\s*(?!#|data:)[^"'\s>]/i.test(attributes)
      ? [tag]
      : [],
  );
  const scripts = [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script/gi)].map(([, script = ""]) => script);
  // Data stands in a script as JSON. Without its strings, nothing of a payload may be left.
  const code = scripts.map((script) => script.replaceAll(/"(?:[^"\\\n]|\\.)*"/g, '""'));
  return [
    ...problems,
    ...code.filter((script) => script.includes(MARK)),
    ...(text.includes(`<script>${MARK}`) ? ["a script"] : []),
  ];
};

/** A renderer of Markdown: no tag, link or heading of a payload, and a table keeps its columns. */
export const markdown: Sink = (text) => {
  const problems: string[] = [];
  let [fence, columns]: [string | undefined, number] = [undefined, 0];
  for (const line of text.split("\n")) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined) {
      fence = fence === undefined ? mark : fence === mark ? undefined : fence;
      if (line.includes(MARK)) problems.push(line);
      continue;
    }
    if (fence !== undefined) continue;
    const shown = line.replaceAll(/\\[\\|<>[\]*_`#&!~@]/g, "").replaceAll(/(`+)[^`]+\1/g, "");
    if (/<[a-z!/]|\]\(|!\[|`/i.test(shown.replaceAll(/<\/?(details|summary|br|sub|b)>/g, "")) || /^\s*#+ .*pwned/.test(shown))
      problems.push(line);
    const cells = line.startsWith("|") ? shown.split("|").length : 0;
    if (cells > 0 && columns > 0 && cells !== columns) problems.push(line);
    columns = cells;
  }
  if (fence !== undefined) problems.push("a fence is not closed");
  return [...problems, ...harmfulLines(text.split("\n"))];
};

/** A spreadsheet: no cell is a formula. */
export const csv: Sink = (text) =>
  parse(text)
    .flat()
    .filter((cell) => /^\s*[=+\-@\t\r]/.test(cell) && !/^-?\d+(\.\d+)?$/.test(cell));

/** A shell into which a user pastes the commands that an output names. */
export const shell: Sink = (text) => {
  const folder = mkdtempSync(join(tmpdir(), "shell-"));
  const commands = text.split("\n").flatMap((line) => /\b(azure-vm-backup|terraform|az) [a-z].*$/.exec(line)?.[0] ?? []);
  const stubs = "azure-vm-backup() { :; }; terraform() { :; }; az() { :; };";
  try {
    return commands.filter((command) => {
      spawnSync("bash", ["-c", `${stubs}\n${command}`], { cwd: folder, env: { PATH: "/usr/bin:/bin" }, timeout: 10_000 });
      const ran = existsSync(join(folder, MARK));
      rmSync(join(folder, MARK), { force: true });
      return ran;
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** The compiler: a payload is text in a literal. */
export const typescript: Sink = (text) => problemsOfCode(text, /$^/);

/** The compiler, and then Terraform, which evaluates no expression in a payload. */
export const code: Sink = (text) => problemsOfCode(text, /(^|[^$])\$\{[^}]*pwned|(^|[^%])%\{ if true/);

function problemsOfCode(text: string, expression: RegExp): string[] {
  const file = ts.createSourceFile("x.ts", text, ts.ScriptTarget.ES2022, true);
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: { messageText: string | { messageText: string } }[] };
  const problems = parseDiagnostics.map(({ messageText }) => JSON.stringify(messageText));
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text.includes(MARK)) problems.push(`${MARK} is code`);
    if (ts.isTemplateExpression(node) && node.getText().includes(MARK)) problems.push("a payload is in a template");
    if (ts.isStringLiteralLike(node) && expression.test(node.text)) problems.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...problems, ...harmfulLines(text.split("\n"))];
}
