import { resolve } from "node:path";
import { RecoveryServicesVault as VaultResource } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import ts from "typescript";
import { minimalVault } from "./support";
import { refusal, synth, testStack } from "../../support/synth";

/** The bindings of azurerm 5, and CDK Terrain's from version 18 on, have no `softDeleteEnabled`. None of these can be installed here. */

const ROOT = resolve(__dirname, "../../..");

/** The declarations of the bindings without the members for soft delete. */
function withoutSoftDelete(text: string): string {
  return text.replaceAll(/^.*softDeleteEnabled.*$/gim, "");
}

test("the constructs compile with bindings that have no softDeleteEnabled", () => {
  const { config } = ts.readConfigFile(resolve(ROOT, "lib/tsconfig.root.json"), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const settings = {
    ...ts.parseJsonConfigFileContent({ ...config, files: [], include: [] }, ts.sys, resolve(ROOT, "lib")).options,
  };
  // By default, types are looked for above the working directory, which is another one in the tests of the twin.
  const typeRoots = [resolve(ROOT, "node_modules/@types")];
  Object.assign(settings, { noEmit: true, composite: false, incremental: false, emitDeclarationOnly: false, typeRoots });
  const host = ts.createCompilerHost(settings);
  const readFile = host.readFile.bind(host);
  let changed = 0;
  host.readFile = (path) => {
    const text = readFile(path);
    if (text === undefined || !path.endsWith("provider-azurerm/lib/recovery-services-vault/index.d.ts")) return text;
    changed += 1;
    return withoutSoftDelete(text);
  };
  const program = ts.createProgram([resolve(ROOT, "lib/index.ts")], settings, host);
  const found = ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
  expect(changed).toBe(1);
  expect(found).toEqual([]);
});

describe("at run time", () => {
  const names = ["softDeleteEnabled", "softDeleteEnabledInput"];
  const members = names.map((name) => [name, Object.getOwnPropertyDescriptor(VaultResource.prototype, name)] as const);
  beforeAll(() => {
    for (const name of names) Reflect.deleteProperty(VaultResource.prototype, name);
  });
  afterAll(() => {
    for (const [name, member] of members) Object.defineProperty(VaultResource.prototype, name, member ?? {});
  });

  test("throws if softDeleteEnabled is set, which the bindings would ignore", () => {
    const stack = testStack();
    minimalVault(stack, { softDeleteEnabled: true });
    expect(refusal(() => synth(stack))).toContain(
      "softDeleteEnabled must be left out with bindings of azurerm 5, which have no such argument, got true; leave it out: Azure decides it",
    );
  });

  test("a vault without softDeleteEnabled synthesizes", () => {
    const stack = testStack();
    minimalVault(stack);
    expect(synth(stack).only("azurerm_recovery_services_vault")).not.toHaveProperty("soft_delete_enabled");
  });
});
