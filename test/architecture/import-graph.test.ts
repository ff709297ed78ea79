import { cycleIn, importGraph } from "./import-graph";

const { files, modules } = importGraph();

/** What each root of `lib` may import of the others, and of packages besides Node. */
const ROOTS: Readonly<Record<string, { readonly roots: readonly string[]; readonly packages: RegExp }>> = {
  azure: { roots: [], packages: /^(windows-iana|@date-fns\/tz\/tzOffset)$/ },
  contract: { roots: ["azure"], packages: /^(valibot|csv-parse\/sync)$/ },
  constructs: { roots: ["azure", "contract"], packages: /^(cdktf|constructs|@cdktf\/provider-azurerm\/lib\/[a-z-]+)$/ },
  page: { roots: [], packages: /^preact(-render-to-string)?$/ },
  hook: { roots: ["azure", "contract", "page"], packages: /^(?!cdktf|constructs|@cdktf\/)/ },
  emulator: { roots: ["azure", "contract", "page"], packages: /^(?!cdktf|constructs|@cdktf\/)/ },
};

const rootOf = (file: string): string => file.slice(0, file.indexOf("/"));

test("no file imports itself by way of others, type imports included", () => {
  expect(cycleIn(files)).toBeUndefined();
});

test.each(Object.entries(ROOTS))("%s imports only the roots and packages that it may", (root, { roots, packages }) => {
  const wrong: string[] = [];
  for (const [file, imports] of files) {
    if (rootOf(file) !== root) continue;
    const foreign = imports.filter((imported) => rootOf(imported) !== root && !roots.includes(rootOf(imported)));
    const unknown = (modules.get(file) ?? []).filter((module) => !module.startsWith("node:") && !packages.test(module));
    wrong.push(...[...foreign, ...unknown].map((imported) => `${file} imports ${imported}`));
  }
  expect(wrong).toEqual([]);
});

test("every file of lib is in a root, but for the index", () => {
  const outside = [...files.keys()].filter((file) => !(rootOf(file) in ROOTS));
  expect(outside).toEqual(["index.ts"]);
});

test("finds a cycle and names its files in order", () => {
  const graph = new Map([
    ["a", ["b"]],
    ["b", ["c", "d"]],
    ["c", []],
    ["d", ["b"]],
  ]);
  expect(cycleIn(graph)).toEqual(["b", "d", "b"]);
  expect(
    cycleIn(
      new Map([
        ["a", ["b", "c"]],
        ["b", ["c"]],
        ["c", []],
      ]),
    ),
  ).toBeUndefined();
});
