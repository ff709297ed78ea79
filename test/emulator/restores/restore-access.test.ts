import { RESTORE_TARGET_ACTION } from "../../../lib/azure/drill-actions";
import type { Context } from "../../../lib/emulator/context";
import { issueToken } from "../../../lib/emulator/identity/tokens";
import { ROLE_ASSIGNMENT, ROLE_DEFINITION } from "../../../lib/emulator/resources/types/roles";
import type { RestoreRequest } from "../../../lib/emulator/recovery-services/restores/restore-request";
import { at, refusal } from "../client";
import { ITEM_ID, VM_ID } from "../recovery-services/records";
import {
  NETWORK,
  NEW_VM,
  pointIn,
  requestOf,
  restoreContext,
  STAGING,
  SUBNET,
  TARGET,
} from "../recovery-services/restore-records";
import { served } from "../recovery-services/served";

const PRINCIPAL = {
  ...{ clientId: "11111111-2222-4333-8444-555555555555", objectId: "11111111-2222-4333-8444-666666666666" },
  clientSecret: "its-secret",
};

/** What a principal may do. */
interface Right {
  readonly action: string;
  readonly scope: string;
}
type Rights = readonly Right[];

function assign({ state }: Context, rights: Rights): void {
  for (const [index, { action, scope }] of rights.entries()) {
    const add = (type: string, name: string, properties: object): void => {
      state.resources.set(`${scope}/providers/${type}/${name}`, {
        ...{ id: `${scope}/providers/${type}/${name}`, name, type, body: { properties } },
      });
    };
    add(ROLE_DEFINITION, `role-${index}`, { permissions: [{ actions: [action] }] });
    add(ROLE_ASSIGNMENT, `assignment-${index}`, { principalId: PRINCIPAL.objectId, roleDefinitionId: `/x/role-${index}` });
  }
}

async function restoreAs(rights: Rights, kind: RestoreRequest["recoveryType"], more: object = {}, isVmGone = false) {
  const context = restoreContext();
  assign(context, rights);
  if (isVmGone) context.state.resources.delete(VM_ID);
  const send = served(context, { authorization: `Bearer ${issueToken(context, context.origin, PRINCIPAL)}` });
  const { name } = pointIn(context);
  const properties = { ...requestOf(kind), recoveryPointId: name, ...more };
  return send("POST", `${ITEM_ID}/recoveryPoints/${name}/restore`, { properties });
}

const { source, group, staging, vm, network, subnet } = RESTORE_TARGET_ACTION;
const ON = {
  ...{ source: { action: source, scope: VM_ID }, staging: { action: staging, scope: STAGING } },
  ...{ group: { action: group, scope: TARGET }, vm: { action: vm, scope: NEW_VM } },
  ...{ network: { action: network, scope: NETWORK }, subnet: { action: subnet, scope: SUBNET } },
};

test.each<[RestoreRequest["recoveryType"], Rights]>([
  ["RestoreDisks", [ON.staging, ON.source, ON.group]],
  ["AlternateLocation", [ON.staging, ON.source, ON.group, ON.vm, ON.network, ON.subnet]],
  ["OriginalLocation", [ON.staging, ON.source]],
])("refuses %s to a caller who lacks any action on what it reads and makes", async (kind, needed) => {
  for (const missing of needed) {
    const answer = await restoreAs(
      needed.filter((right) => right !== missing),
      kind,
    );
    expect(refusal(answer)).toEqual([403, "LinkedAuthorizationFailed"]);
    const { action, scope } = missing;
    expect(at(answer, "error.message")).toMatch(
      new RegExp(
        `^The client '${PRINCIPAL.clientId}' with object id .* '[^']*/recoveryPoints/restore/action' on scope '[^']*/recoveryPoints/\\d+'; .* '${action}' on the linked scope\\(s\\) '${scope}'`,
        "i",
      ),
    );
  }
  expect((await restoreAs(needed, kind)).status).toBe(202);
});

test("asks for nothing on a source VM that is gone, or that the request does not name", async () => {
  const rights = [ON.staging, ON.group];
  expect((await restoreAs(rights, "RestoreDisks", {}, true)).status).toBe(202);
  expect((await restoreAs(rights, "RestoreDisks", { sourceResourceId: null })).status).toBe(202);
});

test("asks for nothing on a target that the kind of restore does not use", async () => {
  const target = { targetResourceGroupId: TARGET, targetVirtualMachineId: NEW_VM, virtualNetworkId: NETWORK, subnetId: SUBNET };
  expect((await restoreAs([ON.staging, ON.source], "OriginalLocation", target)).status).toBe(202);
  expect((await restoreAs([ON.staging, ON.source, ON.group], "RestoreDisks", target)).status).toBe(202);
});

test("asks for the staging account of an identity, and for a token", async () => {
  const more = { storageAccountId: null, identityBasedRestoreDetails: { targetStorageAccountId: STAGING } };
  expect(refusal(await restoreAs([ON.source, ON.group], "RestoreDisks", more))).toEqual([403, "LinkedAuthorizationFailed"]);
  const context = restoreContext();
  const { name } = pointIn(context);
  const properties = { ...requestOf("RestoreDisks"), recoveryPointId: name };
  const send = served(context, { authorization: "Bearer none" });
  expect((await send("POST", `${ITEM_ID}/recoveryPoints/${name}/restore`, { properties })).status).toBe(401);
});
