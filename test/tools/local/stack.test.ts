import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { existingVirtualMachines } from "../../../tools/local/existing-resources";
import { localExecsOf } from "../../../tools/local/stand-in/apply";
import { readStack } from "../../../tools/local/stand-in/stack";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "stand-in-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const write = (stack: object): void => {
  writeFileSync(join(directory, "cdk.tf.json"), JSON.stringify(stack));
};
const VM = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web";
const run = (environment: object): object[] => [{ "local-exec": { command: "x.cjs", interpreter: ["node"], environment } }];

test("sorts a resource after its references and depends_on", async () => {
  write({
    resource: {
      terraform_data: {
        c: { provisioner: run({ ID: "${azurerm_a.b.id}" }) },
        last: { provisioner: run({}), depends_on: ["terraform_data.c"] },
      },
      azurerm_a: { b: { name: "${azurerm_z.first.name}" } },
      azurerm_z: { first: { "//": { metadata: {} }, name: "n" } },
    },
  });
  const { blocks } = await readStack(directory);
  expect(blocks.map(({ address }) => address)).toEqual([
    "azurerm_z.first",
    "azurerm_a.b",
    "terraform_data.c",
    "terraform_data.last",
  ]);
});

test("evaluates locals before resources that refer to them", async () => {
  write({
    locals: {
      on: '${[for key, item in local.items : item.name if local.items[key]["on"]]}',
      items: { a: { name: "A", on: true }, b: { name: "B", on: false } },
    },
    resource: {
      terraform_data: {
        check: { lifecycle: { precondition: [{ condition: "${length(local.on) == 1}", error_message: "" }] } },
        run: { provisioner: run({ ON: "${jsonencode(local.on)}" }) },
      },
    },
  });
  const programs = await localExecsOf(await readStack(directory), new Map());
  expect([...programs].map(([address, { environment }]) => [address, environment])).toEqual([
    ["terraform_data.run", { ON: '["A"]' }],
  ]);
});

test("evaluates the environment of a program", async () => {
  write({
    resource: {
      azurerm_items: { all: { for_each: { b: VM, a: "/other" }, id: "x" } },
      terraform_data: { run: { provisioner: run({ IDS: "${jsonencode([for item in azurerm_items.all : item.id])}" }) } },
    },
  });
  const stack = await readStack(directory);
  const programs = await localExecsOf(
    stack,
    new Map([
      ['azurerm_items.all["a"]', { id: "1" }],
      ['azurerm_items.all["b"]', { id: "2" }],
    ]),
  );
  expect(programs.get("terraform_data.run")?.environment).toEqual({ IDS: '["1","2"]' });
  expect(existingVirtualMachines(stack.blocks.map(({ config }) => config))).toEqual([VM]);
});

test.each([
  [{ data: { x: {} } }, 'does not support the section "data" of a stack'],
  [
    { provider: { azurerm: [{ features: [{}], storage_use_azuread: true }] } },
    'does not support storage_use_azuread of provider "azurerm"',
  ],
  [{ provider: { aws: [{}] } }, 'does not support the provider of provider "aws"'],
  [{ resource: { a: { x: { b: "${a.y.id}" }, y: { b: "${a.x.id}" } } } }, "a.x refers to itself"],
])("refuses %j", async (stack, message) => {
  write(stack);
  await expect(readStack(directory)).rejects.toThrow(message);
});

test("checks a postcondition", async () => {
  write({
    resource: {
      terraform_data: {
        run: {
          provisioner: run({}),
          lifecycle: { postcondition: [{ condition: '${self.id == "nothing"}', error_message: "id is ${self.id}" }] },
        },
      },
    },
  });
  await expect(localExecsOf(await readStack(directory), new Map())).rejects.toThrow(
    "postcondition of terraform_data.run failed: id is terraform_data.run",
  );
});
