import { join, resolve } from "node:path";
import ts from "typescript";

/** The declarations that are published hold nothing that is `@internal`. Wrong shapes must not compile against them either. */

const ROOT = resolve(__dirname, "../..");
const WRONG_SHAPES = join(ROOT, "test/e2e/apps/wrong-shapes.ts");
const PUBLISHED = join(ROOT, "published");

function options(): ts.CompilerOptions {
  const file = join(ROOT, "tsconfig.json");
  const { config } = ts.readConfigFile(file, (path) => ts.sys.readFile(path)) as { config: object };
  // With the file's name, the types are looked for beside it, whatever the working directory is.
  return ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, ROOT, undefined, file).options;
}

/** The declarations of the constructs, by the path that each would have. */
function declarations(): Map<string, string> {
  const files = new Map<string, string>();
  const settings = { ...options(), noEmit: false, declaration: true, emitDeclarationOnly: true, stripInternal: true };
  const program = ts.createProgram([join(ROOT, "lib/index.ts")], { ...settings, rootDir: join(ROOT, "lib"), outDir: PUBLISHED });
  program.emit(undefined, (path, text) => files.set(path, text), undefined, true);
  return files;
}

test("each wrong shape of a value class is refused, and nothing else", () => {
  const files = declarations();
  const settings = { ...options(), paths: { "cdktf-azure-vm-backup": [join(PUBLISHED, "index.d.ts")] } };
  const disk = ts.createCompilerHost(settings);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => files.has(path) || disk.fileExists(path),
    directoryExists: (path) => path.startsWith(PUBLISHED) || (disk.directoryExists?.(path) ?? true),
    readFile: (path) => files.get(path) ?? disk.readFile(path),
    getSourceFile: (path, ...rest) => {
      const text = files.get(path);
      return text === undefined ? disk.getSourceFile(path, ...rest) : ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
    },
  };
  const program = ts.createProgram([WRONG_SHAPES], settings, host);
  expect(program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(PUBLISHED)).length).toBeGreaterThan(20);
  const found = ts.getPreEmitDiagnostics(program, program.getSourceFile(WRONG_SHAPES));
  expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "))).toEqual([]);
});
