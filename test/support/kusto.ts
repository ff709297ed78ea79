import "@kusto/language-service-next/bridge.min.js";
import "@kusto/language-service-next/Kusto.Language.Bridge.min.js";

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

/** What Microsoft's parser and analyser find wrong in a query of Resource Graph. */
export function queryProblems(query: string): string[] {
  const database = new Language.Symbols.DatabaseSymbol.$ctor1("graph", tables);
  const found = Language.KustoCode.ParseAndAnalyze(query, Language.GlobalState.Default.WithDatabase(database)).GetDiagnostics();
  return Array.from({ length: found.Count }, (_, index) => found.getItem(index).Message);
}
