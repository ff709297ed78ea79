import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { preProcessFile } from "typescript";

const LIB = resolve(__dirname, "../../lib");

/** The files of `lib` by their path below it, each with what it imports: files of `lib`, and modules of packages or of Node. */
export interface ImportGraph {
  readonly files: ReadonlyMap<string, readonly string[]>;
  readonly modules: ReadonlyMap<string, readonly string[]>;
}

/** Every import counts: of values and of types, static and dynamic. */
export function importGraph(): ImportGraph {
  const files = new Map<string, string[]>();
  const modules = new Map<string, string[]>();
  for (const path of readdirSync(LIB, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))) {
    const file = path.replaceAll("\\", "/");
    const specifiers = preProcessFile(readFileSync(join(LIB, file), "utf8")).importedFiles.map(({ fileName }) => fileName);
    files.set(
      file,
      specifiers.filter(isRelative).flatMap((specifier) => fileOf(file, specifier) ?? []),
    );
    modules.set(
      file,
      specifiers.filter((specifier) => !isRelative(specifier)),
    );
  }
  return { files, modules };
}

/** One cycle of a graph, from a file back to itself; undefined if there is none. */
export function cycleIn(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const imported of graph.get(file) ?? []) {
      const cycle = visit(imported, [...path, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of graph.keys()) {
    const cycle = visit(file, []);
    if (cycle) return cycle;
  }
  return undefined;
}

function isRelative(specifier: string): boolean {
  return specifier.startsWith(".");
}

function fileOf(from: string, specifier: string): string | undefined {
  const target = join(LIB, dirname(from), specifier.replace(/\.js$/, ""));
  const found = [`${target}.ts`, join(target, "index.ts")].find((candidate) => existsSync(candidate));
  return found && relative(LIB, found).replaceAll("\\", "/");
}
