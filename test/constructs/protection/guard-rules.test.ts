import { Token } from "cdktf";
import { GuardedOperation, ProtectionState, RecoveryServicesVault, ResourceGuard, SourceVm } from "../../../lib";
import { unknownText, VAULT_ID, vmId } from "../../support/azure";
import { synth, testStack, warnings } from "../../support/synth";
import { protect } from "./support";

const { STOP_PROTECTION_AND_RETAIN_DATA, DELETE_PROTECTION } = GuardedOperation;
const { PROTECTED, STOPPED, SUSPENDED } = ProtectionState;

interface Given {
  readonly states?: ProtectionState[];
  readonly excludedOperations?: GuardedOperation[];
  readonly hasOtherGuard?: boolean;
  readonly isGuarded?: boolean;
  readonly exclusionIsUnknown?: boolean;
}

/** Returns the warnings of a stack with VMs of these states, in a vault that a guard of the same stack guards. */
function warningsOf({ states = [STOPPED], isGuarded = true, hasOtherGuard, ...given }: Given): string[] {
  const stack = testStack();
  const vms = states.map((protectionState, index) => SourceVm.fromId(vmId(`vm-${index}`), { protectionState }));
  const { vault } = protect(Object.fromEntries(vms.map((vm, index) => [`vm${index}`, vm])), {}, stack);
  const place = { resourceGroupName: "rg-security", location: "westeurope" };
  const guard = new ResourceGuard(stack, "Guard", {
    ...{ guardName: "guard", ...place, excludedOperations: given.excludedOperations },
  });
  if (given.exclusionIsUnknown) guard.resource.vaultCriticalOperationExclusionList = Token.asList(unknownText(stack, "excluded"));
  if (hasOtherGuard) {
    const excludedOperations = [STOP_PROTECTION_AND_RETAIN_DATA];
    new ResourceGuard(stack, "Other", { guardName: "other", ...place, excludedOperations });
  }
  const other = RecoveryServicesVault.fromVaultId(stack, "OtherVault", `${VAULT_ID}-2`);
  (isGuarded ? vault : other).addResourceGuardAssociation("Guarded", { resourceGuard: guard });
  synth(stack);
  return warnings(stack);
}

const warning = (key: string, state: ProtectionState) =>
  `the protectionState of '${key}' should be ProtectionState.PROTECTED in a vault that 'stack/Vault/Guarded' guards, got ${state}; ` +
  "have the guard exclude GuardedOperation.STOP_PROTECTION_AND_RETAIN_DATA, since azurerm cannot ask for an approval";

test.each<[string, Given, string[]]>([
  ["its guard excludes nothing", {}, [warning("vm0", STOPPED)]],
  ["its guard excludes another operation", { excludedOperations: [DELETE_PROTECTION] }, [warning("vm0", STOPPED)]],
  ["another guard excludes the operation", { hasOtherGuard: true }, [warning("vm0", STOPPED)]],
  ["only the second VM is suspended", { states: [PROTECTED, SUSPENDED] }, [warning("vm1", SUSPENDED)]],
])("warns if %s", (_, given, expected) => {
  expect(warningsOf(given)).toEqual(expected);
});

test.each<[string, Given]>([
  ["its guard excludes the operation", { excludedOperations: [DELETE_PROTECTION, STOP_PROTECTION_AND_RETAIN_DATA] }],
  ["only the deployment knows what its guard excludes", { exclusionIsUnknown: true }],
  ["the guard guards another vault", { isGuarded: false }],
  ["every VM is protected", { states: [PROTECTED, PROTECTED] }],
])("does not warn if %s", (_, given) => {
  expect(warningsOf(given)).toEqual([]);
});
