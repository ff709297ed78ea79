import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { localExecsOf } from "../../tools/local/stand-in/apply";
import { readStack } from "../../tools/local/stand-in/stack";
import { REQUEST_VARIABLE } from "../../lib/contract/request";
import { CdktfProject } from "./support/cdktf-project";
import { succeeded } from "./support/processes";
import { describeWithTerraform } from "./support/terraform";
import { withoutProvider } from "./support/without-provider";

/**
 * Compares the environments that the local runner and Terraform compute. A program that writes its environment replaces the hook.
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
    await writeFile(path, withoutProvider(await readFile(path, "utf8"), { command: WRITE_ENVIRONMENT }));

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

/** Unpacks values: Go and zlib compress the same text to different bytes, so only the text can be compared. */
function unpacked(environment: Readonly<Record<string, string>>): Record<string, string> {
  const { [REQUEST_VARIABLE]: request = "", ...others } = environment;
  return { ...others, [REQUEST_VARIABLE]: gunzipSync(Buffer.from(request, "base64")).toString() };
}

const WRITE_ENVIRONMENT = `require("fs").writeFileSync("environment.json", JSON.stringify({ ${REQUEST_VARIABLE}: process.env.${REQUEST_VARIABLE} }))`;

/** Returns the values of each `terraform_data` that replaces a provider's resource, by address, from `terraform show -json`. */
function valuesIn(state: string): Map<string, Record<string, unknown>> {
  const { values } = JSON.parse(state) as {
    values: { root_module: { resources: { address: string; values: Record<string, unknown> }[] } };
  };
  return new Map(
    values.root_module.resources.filter(({ values }) => values["output"] != null).map(({ address, values }) => [address, values]),
  );
}
