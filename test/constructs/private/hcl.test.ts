import { parse } from "@cdktf/hcl2json";
import { type TerraformStack, Testing } from "cdktf";
import { ProtectedVms, RestoreDrill, VmSelection } from "../../../lib";
import { testStack } from "../../support/synth";
import { SampleContext } from "../undefined/sample-parts";
import { STACK_SAMPLES } from "../undefined/samples";

type Named = Record<string, Record<string, { lifecycle?: Record<string, unknown>[] }[]>>;
interface Hcl {
  readonly resource?: Named;
  readonly data?: Named;
}

const hclOf = (stack: TerraformStack) => Testing.synthHcl(stack, true) as string;

async function lifecyclesIn(hcl: string): Promise<Record<string, unknown>[]> {
  const { resource, data } = (await parse("main.tf", hcl)) as Hcl;
  const blocks = Object.values({ ...resource, ...data }).flatMap((ofType) => Object.values(ofType).flat());
  return blocks.flatMap(({ lifecycle = [] }) => lifecycle);
}

const BLOCK = { condition: expect.any(String) as string, error_message: expect.any(String) as string };
/** A parser of HCL reads a list like blocks; Terraform does not accept it. */
const LIST_OF_CONDITIONS = /(?:pre|post)condition\s*=/;
const REFERENCE = expect.stringMatching(/^\$\{[\w.]+\}$/) as string;

describe("HCL that cdktf writes", () => {
  test.each(STACK_SAMPLES.map((sample, index) => [index, sample.type, sample] as const))(
    "%d %s: writes conditions as blocks and references without quotes",
    async (_index, _type, sample) => {
      const stack = testStack();
      sample.buildIn(stack);
      const text = hclOf(stack);
      expect(text).not.toMatch(/isBlock|storageClassType/);
      expect(text).not.toMatch(LIST_OF_CONDITIONS);
      for (const { precondition, postcondition, ...settings } of await lifecyclesIn(text)) {
        for (const conditions of [precondition ?? [], postcondition ?? []]) {
          expect(conditions).toEqual((conditions as unknown[]).map(() => BLOCK));
        }
        for (const list of Object.values(settings).filter(Array.isArray)) expect(list).toEqual(list.map(() => REFERENCE));
      }
    },
  );

  test("writes the lifecycle of a resource of a drill", async () => {
    const stack = testStack();
    const { vault } = new SampleContext(stack);
    const { scratchResourceGroup } = new RestoreDrill(stack, "Drill", { vault, location: "westeurope", outputName: "drill" });
    Object.assign(scratchResourceGroup as object, { lifecycle: { ignoreChanges: "all" } });
    expect(await lifecyclesIn(hclOf(stack))).toContainEqual({ ignore_changes: "${all}" });
  });

  test("writes 'all' without quotes, and the condition of a data source as a block", async () => {
    const stack = testStack();
    const { vault, policy } = new SampleContext(stack);
    const selection = VmSelection.fromDataSource({ tags: { backup: "yes" } });
    new ProtectedVms(stack, "Vms", { vault, policy, selection, lifecycle: { ignoreChanges: "all" } });
    const lifecycles = await lifecyclesIn(hclOf(stack));
    expect(lifecycles).toContainEqual({ prevent_destroy: true, ignore_changes: "${all}" });
    expect(lifecycles).toContainEqual({ postcondition: [BLOCK] });
    expect(hclOf(stack)).not.toMatch(LIST_OF_CONDITIONS);
  });
});
