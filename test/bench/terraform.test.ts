import { CONTENDERS, FOR_EACH, inShards, OURS, SINGLE, standIns, synthesized } from "../../bench/terraform/contenders";
import { AZURERM, SHARDS, SHORT, WAITS, WHOLE } from "../../bench/terraform/figures";
import type { Figure } from "../../bench/constructs/figures";
import { withAzurerm } from "../../bench/terraform/azurerm";

type Block = Record<string, unknown>;
interface Stack {
  readonly locals: Block;
  readonly resource: Record<string, Record<string, Block>>;
}

const vms = (name: string, count: number) =>
  synthesized((stack) => {
    CONTENDERS[name]?.(stack, count);
  });
const parsed = (json: string) => JSON.parse(json) as Stack;
const blocksOf = (json: string) => Object.values(parsed(json).resource["terraform_data"] ?? {});

test("stand-ins are terraform_data with the arguments, instances and lifecycle of the stack", () => {
  const [synthesizedBlock] = Object.values(parsed(vms(OURS, 2)).resource["azurerm_backup_protected_vm"] ?? {});
  const { resource } = parsed(standIns(vms(OURS, 2), 2));
  expect(Object.keys(resource)).toEqual(["terraform_data"]);
  const standIn = Object.entries(resource["terraform_data"] ?? {}).find(([name]) => name.startsWith("backup_protected_vm_"));
  const { for_each: forEach, lifecycle, ...input } = synthesizedBlock ?? {};
  expect(standIn?.[1]).toMatchObject({ for_each: forEach, input, lifecycle: { prevent_destroy: true } });
  expect(lifecycle).toMatchObject({ prevent_destroy: true });
});

test("stand-ins keep the check, and read what the synthesized expressions read", () => {
  const { locals } = parsed(standIns(vms(OURS, 2), 2));
  const expressions = Object.values(locals).filter((one) => typeof one === "string");
  expect(expressions.join("\n")).toMatch(/item in terraform_data\.backup_protected_vm_\w+ : key => item\.input\.source_vm_id/);
  expect(expressions.join("\n")).not.toContain("azurerm_");
  expect(
    blocksOf(standIns(vms(OURS, 2), 2)).filter(({ lifecycle }) => "precondition" in ((lifecycle ?? {}) as Block)),
  ).toHaveLength(1);
});

test.each(Object.keys(CONTENDERS))("%s runs a program that does nothing, with its request", (name) => {
  for (const json of [standIns(vms(name, 4), 4), withAzurerm(vms(name, 4))]) {
    const [command, ...others] = JSON.stringify(blocksOf(json)).match(/"command":"[^"]*"/g) ?? [];
    expect([command, others]).toEqual(['"command":"0"', []]);
  }
});

test("single resources are one for each VM, and the best for_each is over a local", () => {
  expect(blocksOf(standIns(vms(SINGLE, 3), 3)).filter(({ input }) => input !== undefined)).toHaveLength(3);
  expect(blocksOf(standIns(vms(FOR_EACH, 3), 3)).map(({ for_each: forEach }) => forEach)).toContainEqual(
    expect.stringMatching(/^\$\{local\.\w+\}$/),
  );
});

test("VMs in shards are as many, each once, with a thousand to a vault", () => {
  const shards: [number, number][] = [];
  const counting = inShards((_, count, first = 0) => shards.push([first, count]));
  synthesized((stack) => {
    counting(stack, 2_500);
  });
  expect(shards).toEqual([
    [0, 1_000],
    [1_000, 1_000],
    [2_000, 500],
  ]);
});

test.each(Object.entries({ SHORT, WHOLE, SHARDS, WAITS, AZURERM }))("each figure of %s has a title of its own", (_, figures) => {
  expect(new Set(figures.map(({ title }) => title)).size).toBe(figures.length);
});

test("each part measures the numbers of VMs that its figures are of", () => {
  const vmsOf = (figures: readonly Figure[]) =>
    new Set(figures.flatMap(({ ours, beside }) => [ours, String(beside)].map((key) => / ([\d,]+) VMs/.exec(key)?.[1])));
  expect([SHORT, WHOLE, SHARDS, WAITS, AZURERM].map((figures) => [...vmsOf(figures)].sort())).toEqual([
    ["1,000", "100"],
    ["1,000", "100"],
    ["5,000"],
    ["1,000"],
    ["1,000"],
  ]);
});
