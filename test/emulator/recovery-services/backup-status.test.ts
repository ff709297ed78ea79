import { serveBackupStatus } from "../../../lib/emulator/recovery-services/items/backup-status";
import type { ProtectedItem } from "../../../lib/emulator/recovery-services/model";
import { at } from "../client";
import { NOW, VAULT_ID, VM_ID } from "./records";
import { addVm, GONE, refused, type Service, serviceWith, SOFT_DELETED } from "./service";

const REGION = "/subscriptions/s/providers/Microsoft.RecoveryServices/locations/westeurope";
const NAME = "iaasvmcontainerv2;rg-app;vm-web";

const scene = (item?: Partial<ProtectedItem>): Service => serviceWith(item, serveBackupStatus);

describe("backupStatus", () => {
  const status = ({ ask }: Service, resourceId = VM_ID) =>
    ask("POST", `${REGION}/backupStatus`, { resourceType: "VM", resourceId });
  const protectedBy = (protectionStatus: string, policyName = "") => ({
    ...{ protectionStatus, vaultId: VAULT_ID, fabricName: "Azure", containerName: `IaasVMContainer;${NAME}` },
    ...{ protectedItemName: `VM;${NAME}`, policyName, registrationStatus: "Registered" },
  });
  const none = { protectionStatus: "NotProtected", vaultId: "", fabricName: "", containerName: "", protectedItemName: "" };

  test.each<[string, Partial<ProtectedItem> | undefined, object]>([
    ["no item", undefined, none],
    ["an item", { policyId: `${VAULT_ID}/backupPolicies/daily` }, protectedBy("Protected", "daily")],
    ["an item that is enabled at this moment", { protectedAt: NOW }, protectedBy("Protected")],
    ["an item that is being enabled", { protectedAt: NOW + 1 }, protectedBy("Protecting")],
    ["a soft-deleted item", SOFT_DELETED, none],
    ["an item that was deleted", GONE, none],
    ["an item of another VM", { vmId: `${VM_ID}-2` }, none],
  ])("of a VM with %s", async (_, item, expected) => {
    const { status: code, body } = await status(scene(item), VM_ID.toUpperCase());
    expect([code, body]).toEqual([200, expected]);
  });

  test.each([
    [{ resourceType: "SQL", resourceId: VM_ID }, "resourceType"],
    [{ resourceType: "VM" }, "resourceId"],
    [{ resourceType: "VM", resourceId: VM_ID, color: "red" }, "'color' on object of type 'BackupStatusRequest'"],
  ])("refuses %j", async (body, reason) => {
    const answer = await scene().ask("POST", `${REGION}/backupStatus`, body);
    expect(refused(answer)).toEqual([400, "InvalidRequestContent", expect.stringContaining(reason)]);
  });
});

describe("backupPreValidateProtection", () => {
  const validate = ({ ask }: Service, resourceId = VM_ID, vaultId: string | undefined = VAULT_ID) =>
    ask("POST", `${REGION}/backupPreValidateProtection`, {
      ...{ resourceType: "VM", resourceId, properties: "" },
      ...(vaultId === "" ? {} : { vaultId }),
    });
  const failed = (errorCode: string, errorMessage: unknown, recommendation: string) => ({
    status: "Failed",
    ...{ errorCode, errorMessage, recommendation },
  });

  test("names the container and the item that the VM would have", async () => {
    for (const item of [undefined, SOFT_DELETED, GONE])
      expect((await validate(scene(item))).body).toEqual({
        ...{ status: "Succeeded", errorCode: "", errorMessage: "", recommendation: "" },
        ...{ containerName: `IaasVMContainer;${NAME}`, protectedItemName: `VM;${NAME}` },
      });
    expect(at(await validate(scene(), VM_ID, ""), "status")).toBe("Succeeded");
  });

  test("tells why a vault cannot protect a VM", async () => {
    expect((await validate(scene(), `${VM_ID}-9`)).body).toEqual(
      failed("UserErrorVmNotFoundV2", `The virtual machine '${VM_ID}-9' was not found.`, "Choose a virtual machine that exists."),
    );
    const taken = (code: string) =>
      failed(
        code,
        "The virtual machine is protected by vault 'rsv-app'.",
        "Stop its protection and delete its backup data there first.",
      );
    expect((await validate(scene({}), VM_ID, VAULT_ID.toUpperCase())).body).toEqual(taken("UserErrorVMAlreadyProtected"));
    expect((await validate(scene({}), VM_ID, "")).body).toEqual(taken("UserErrorVMAlreadyProtected"));
    expect((await validate(scene({}), VM_ID, `${VAULT_ID}-2`)).body).toEqual(
      taken("BMSUserErrorContainerIsAlreadyRegisteredWithAnotherVault"),
    );
    const far = scene();
    const id = addVm(far, "far", "eastus");
    expect((await validate(far, id)).body).toEqual(
      failed(
        "UserErrorVmVaultLocationMismatch",
        "the virtual machine is in eastus, the vault in westeurope: they have to be in the same region",
        "Choose a vault in the region of the virtual machine.",
      ),
    );
    expect(at(await validate(far, id, ""), "status")).toBe("Succeeded");
    expect(at(await validate(far, id, `${VAULT_ID}-2`), "status")).toBe("Succeeded");
  });

  test("refuses a VM whose namesake in another subscription has the item", async () => {
    const vmId = VM_ID.replace("/s/", "/other/");
    expect((await validate(scene({ vmId }))).body).toEqual(
      failed(
        "BMSUserErrorInvalidInput",
        `The vault protects '${vmId}', which has the same resource group and name.`,
        "Choose another vault.",
      ),
    );
    expect(at(await validate(scene({ vmId, ...GONE })), "status")).toBe("Succeeded");
  });

  test("refuses an unknown member", async () => {
    const answer = await scene().ask("POST", `${REGION}/backupPreValidateProtection`, {
      resourceType: "VM",
      resourceId: VM_ID,
      x: 1,
    });
    expect(refused(answer)).toEqual([400, "InvalidRequestContent", expect.stringContaining("'PreValidateEnableBackupRequest'")]);
  });
});
