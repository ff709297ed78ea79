import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { docExamples } from "./support/doc-examples";
import { anchorsOf, linksOf } from "./support/markdown-links";

const ROOT = resolve(__dirname, "..");
const PAGES = ["README.md", ...readdirSync(join(ROOT, "docs")).flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : []))];

interface Snippet {
  readonly file: string;
  readonly text: string;
}

/** Every TypeScript snippet of a page, as a module beside the page. */
function snippetsOf(page: string): Snippet[] {
  const text = readFileSync(join(ROOT, page), "utf8");
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => {
    const line = text.slice(0, match.index).split("\n").length;
    return { file: join(ROOT, `${page}.line-${String(line)}.ts`), text: `${match[1] ?? ""}\nexport {};\n` };
  });
}

test("every TypeScript snippet of the README, the docs and the docstrings compiles", () => {
  const examples = docExamples(ROOT);
  expect(examples.length).toBeGreaterThan(10);
  const snippets = new Map([...PAGES.flatMap(snippetsOf), ...examples].map(({ file, text }) => [file, text]));
  expect(snippets.size).toBeGreaterThan(1);

  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), (path) => ts.sys.readFile(path)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, ROOT);
  const settings = { ...options, noUnusedLocals: false, noUnusedParameters: false };
  const disk = ts.createCompilerHost(settings);
  const host: ts.CompilerHost = {
    ...disk,
    getSourceFile: (name, ...rest) => {
      const text = snippets.get(name);
      return text === undefined ? disk.getSourceFile(name, ...rest) : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
    },
    fileExists: (name) => snippets.has(name) || disk.fileExists(name),
    readFile: (name) => snippets.get(name) ?? disk.readFile(name),
  };

  const program = ts.createProgram([...snippets.keys()], settings, host);
  const problems = [...snippets.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
    );
  });
  expect(problems).toEqual([]);
});

test("every snippet that starts an emulator pins its start time", () => {
  const snippets = PAGES.flatMap(snippetsOf).filter(({ text }) => text.includes("startEmulator("));
  expect(snippets.length).toBeGreaterThan(2);
  expect(snippets.filter(({ text }) => !/startEmulator\(\{\s*startTime/.test(text)).map(({ file }) => file)).toEqual([]);
});

test("the README has less than 200 lines, and an example of twelve statements' lines at most", () => {
  const text = readFileSync(join(ROOT, "README.md"), "utf8");
  expect(text.split("\n").length).toBeLessThan(200);
  const [example] = snippetsOf("README.md");
  const lines = (example?.text ?? "").split("\n").filter((line) => line !== "" && !/^(import|export) /.test(line));
  expect(lines.length).toBeGreaterThan(5);
  expect(lines.length).toBeLessThanOrEqual(12);
});

test("docs/README.md lists every page of the docs, once", () => {
  const index = readFileSync(join(ROOT, "docs/README.md"), "utf8");
  const listed = [...index.matchAll(/^- \[[^\]]+\]\(([^)]+)\)/gm)].map(([, target]) => `docs/${target ?? ""}`);
  expect(listed.sort()).toEqual(PAGES.filter((page) => page.startsWith("docs/") && page !== "docs/README.md").sort());
});

test("every link of the README and the docs leads to a file and a heading that exist", () => {
  const problems = PAGES.flatMap((page) =>
    linksOf(readFileSync(join(ROOT, page), "utf8")).flatMap(({ target, anchor }) => {
      const path = target === "" ? join(ROOT, page) : resolve(ROOT, page, "..", target);
      if (!ts.sys.fileExists(path)) return ts.sys.directoryExists(path) ? [] : [`${page}: there is no ${target}`];
      const isMissing = anchor !== undefined && !anchorsOf(readFileSync(path, "utf8")).includes(anchor);
      return isMissing ? [`${page}: ${target} has no heading #${anchor}`] : [];
    }),
  );
  expect(problems).toEqual([]);
});
