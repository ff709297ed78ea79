import "@kusto/language-service-next/bridge.min.js";
import "@kusto/language-service-next/Kusto.Language.Bridge.min.js";
import { GRAPH_QUERIES } from "../../lib/azure/resource-graph";

/** Microsoft's own parser and analyser of the query language, as it stands in the global scope once it is loaded. */
interface KustoLanguage {
  readonly Language: {
    readonly GlobalState: { readonly Default: GlobalState };
    readonly KustoCode: { ParseAndAnalyze(text: string, globals: GlobalState): { GetDiagnostics(): Diagnostics } };
    readonly Symbols: {
      readonly TableSymbol: { From(schema: string): { WithName(name: string): unknown } };
      readonly DatabaseSymbol: { readonly $ctor1: new (name: string, ...members: unknown[]) => unknown };
    };
  };
}
interface GlobalState {
  WithDatabase(database: unknown): GlobalState;
}
interface Diagnostics {
  readonly Count: number;
  getItem(index: number): { readonly Message: string };
}

const { Language } = (globalThis as unknown as { readonly Kusto: KustoLanguage }).Kusto;
const COLUMNS =
  "(id: string, name: string, type: string, location: string, resourceGroup: string, subscriptionId: string, tags: dynamic, properties: dynamic)";
const tables = ["resources", "resourcecontainers", "recoveryservicesresources"].map((name) =>
  Language.Symbols.TableSymbol.From(COLUMNS).WithName(name),
);

function problemsOf(query: string): string[] {
  const database = new Language.Symbols.DatabaseSymbol.$ctor1("graph", tables);
  const found = Language.KustoCode.ParseAndAnalyze(query, Language.GlobalState.Default.WithDatabase(database)).GetDiagnostics();
  return Array.from({ length: found.Count }, (_, index) => found.getItem(index).Message);
}

test.each(Object.entries(GRAPH_QUERIES))("Microsoft's parser accepts the query of %s", (_, query) => {
  expect(problemsOf(query)).toEqual([]);
});

test("Microsoft's parser refuses an unknown column and a misspelt operator", () => {
  expect(problemsOf(GRAPH_QUERIES.vms.replace("location", "locaton"))).toHaveLength(1);
  expect(problemsOf(GRAPH_QUERIES.vms.replace("| where", "| wher"))).not.toEqual([]);
});

test.each(Object.entries(GRAPH_QUERIES))("the query of %s projects the id and is ordered by it, as paging needs", (_, query) => {
  const steps = query.split("\n");
  expect(steps.at(-1)).toBe("| order by id asc");
  expect(steps.at(-2)).toMatch(/^\| project id, /);
});
