import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { localExecsOf } from "../../examples/local/stand-in/apply";
import { readStack } from "../../examples/local/stand-in/stack";
import { REQUEST_VARIABLE } from "../../lib/initial-backup/request";
import { CdktfProject } from "./support/cdktf-project";
import { succeeded } from "./support/processes";
import { describeWithTerraform } from "./support/terraform";

/**
 * What the stand-in computes is what Terraform computes. No provider is needed: in the synthesized stacks, every resource of azurerm
 * becomes a `terraform_data` with the same arguments, and the hook a program that writes down the environment it gets.
 */
describeWithTerraform("the environment that the hook gets", () => {
  let project: CdktfProject;

  beforeAll(async () => {
    project = await CdktfProject.of("environments.ts", {});
    succeeded(await project.cdktf(["synth"]));
  });
  afterAll(() => project.remove());

  test.each(["one", "many", "made-here"])("stack %s", async (name) => {
    const directory = project.stack(name);
    const path = join(directory, "cdk.tf.json");
    await writeFile(path, withoutProvider(await readFile(path, "utf8")));

    for (const args of [["init"], ["apply", "-auto-approve"]]) {
      succeeded(await project.terraform(name, args));
    }
    const given = JSON.parse(await readFile(join(directory, "environment.json"), "utf8")) as Record<string, string>;

    const state = (await project.terraform(name, ["show", "-json"])).stdout;
    const computed = [...(await localExecsOf(await readStack(directory), valuesIn(state))).values()];
    expect(computed).toHaveLength(1);
    expect(unpacked(computed[0]?.environment ?? {})).toEqual(unpacked(given));
  });
});

/** Deflate is not one algorithm: Go and zlib pack the same text into different bytes, so the text is what must be equal. */
function unpacked(environment: Readonly<Record<string, string>>): Record<string, string> {
  const { [REQUEST_VARIABLE]: request = "", ...others } = environment;
  return { ...others, [REQUEST_VARIABLE]: gunzipSync(Buffer.from(request, "base64")).toString() };
}

const WRITE_ENVIRONMENT = `require("fs").writeFileSync("environment.json", JSON.stringify({ ${REQUEST_VARIABLE}: process.env.${REQUEST_VARIABLE} }))`;

interface Block {
  provisioner?: { "local-exec": Record<string, unknown> }[];
  for_each?: unknown;
}

function withoutProvider(synthesized: string): string {
  const renamed = synthesized
    .replace(/\bazurerm_(\w+)\.(\w+)\.(?!id\b)(\w+)/g, "terraform_data.$1_$2.output.$3")
    .replace(/\bazurerm_(\w+)\.(\w+)/g, "terraform_data.$1_$2");
  const {
    provider: _provider,
    terraform: _terraform,
    resource,
    ...rest
  } = JSON.parse(renamed) as {
    provider?: unknown;
    terraform?: unknown;
    resource: Record<string, Record<string, Block>>;
  };
  const blocks: Record<string, Block> = {};
  for (const [type, named] of Object.entries(resource)) {
    for (const [name, block] of Object.entries(named)) {
      if (type !== "terraform_data") {
        const { for_each: forEach, lifecycle: _lifecycle, ...input } = block as Block & { lifecycle?: unknown };
        blocks[`${type.replace("azurerm_", "")}_${name}`] = { ...(forEach !== undefined && { for_each: forEach }), ...{ input } };
        continue;
      }
      const localExec = block.provisioner?.[0]?.["local-exec"];
      if (!localExec) throw new Error(`${name} runs nothing`);
      Object.assign(localExec, { interpreter: ["node", "-e"], command: WRITE_ENVIRONMENT });
      blocks[name] = block;
    }
  }
  return JSON.stringify({ ...rest, resource: { terraform_data: blocks } });
}

/** The values of all `terraform_data` that stand for a provider's resources, by address, from `terraform show -json`. */
function valuesIn(state: string): Map<string, Record<string, unknown>> {
  const { values } = JSON.parse(state) as {
    values: { root_module: { resources: { address: string; values: Record<string, unknown> }[] } };
  };
  return new Map(
    values.root_module.resources.filter(({ values }) => values["output"] != null).map(({ address, values }) => [address, values]),
  );
}
