import { TerraformLocal, TerraformOutput, TerraformStack } from "cdktf";
import { InitialBackup } from "../../../lib";
import { itemId, VAULT_ID } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";
import { existing, OPTIONS } from "./support";

test("with an output, writes the request into the output, and runs nothing", () => {
  const stack = testStack();
  const backup = new InitialBackup(stack, "Backup", {
    ...OPTIONS,
    outputName: "initial_backup",
    protectedVms: [existing(stack)],
  });
  const { json } = synth(stack);
  expect(json.resource).toBeUndefined();
  expect(json.output).toEqual({
    initial_backup: {
      description: "What azure-vm-backup is asked to do",
      value: {
        version: 1,
        retention: { days: 60 },
        waitFor: "snapshot",
        timeoutMinutes: 120,
        concurrency: 4,
        onFailure: "fail",
        vaultId: VAULT_ID,
        protectedItemIds: `\${sort(["${itemId("vm-web")}"])}`,
      },
    },
  });
  expect(backup.resource).toBeUndefined();
});

test("with an output, runs the program too if runInDeployment is true", () => {
  const stack = testStack();
  const options = { ...OPTIONS, outputName: "request", runInDeployment: true };
  const backup = new InitialBackup(stack, "Backup", { ...options, protectedVms: [existing(stack)] });
  const { json } = synth(stack);
  expect(Object.keys(json.output ?? {})).toEqual(["request"]);
  expect(Object.keys(json.resource ?? {})).toEqual(["terraform_data"]);
  expect(backup.address).toMatch(/^terraform_data\.Backup_\w+$/);
});

test("the deployment fails if two outputs of the stack have the same name, in any order", () => {
  const stack = testStack();
  new TerraformOutput(stack, "request", { value: 1, staticId: true });
  const parts = { ...OPTIONS, outputName: "request", protectedVms: [existing(stack)] };
  new InitialBackup(stack, "Backup", parts);
  expect(refusal(() => synth(stack))).toContain(
    "outputName must be unique in the stack, got 'request', which 'stack/request' has too; rename one of the two outputs",
  );
  const other = testStack();
  new InitialBackup(other, "Backup", { ...parts, protectedVms: [existing(other)] });
  new TerraformOutput(other, "other", { value: 1, staticId: true });
  expect(() => synth(other)).not.toThrow();
});

test("with an output, runs nothing if runInDeployment is false", () => {
  const stack = testStack();
  const options = { ...OPTIONS, outputName: "request", runInDeployment: false };
  expect(new InitialBackup(stack, "Backup", { ...options, protectedVms: [existing(stack)] }).address).toBeUndefined();
  expect(Object.keys(synth(stack).json.output ?? {})).toEqual(["request"]);
});

test("accepts the name of an output for other things, and for an output of another stack", () => {
  const stack = testStack();
  new InitialBackup(stack, "Backup", { ...OPTIONS, outputName: "request", protectedVms: [existing(stack)] });
  new TerraformLocal(stack, "local", 1).overrideLogicalId("request");
  new TerraformOutput(new TerraformStack(stack, "inner"), "request", { value: 1, staticId: true });
  expect(() => synth(stack)).not.toThrow();
});
