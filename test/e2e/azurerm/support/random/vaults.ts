import {
  type RecoveryServicesVaultProps,
  StorageRedundancy,
  VaultEncryption,
  VaultIdentity,
  VaultImmutability,
  VaultSku,
} from "../../../../../lib";
import { VAULT_ID } from "../../../../support/azure";
import type { Synthesized } from "../../../../support/synth";
import { identityId, KEY_ID, MINIMAL, stackWithVault } from "../../../../constructs/vault/support";
import type { Random } from "../../../../support/random";
import { mutated, type Mutation } from "./mutation";

const NAMES = ["a", "ab", "1a", "a_b", "a-", "-a", "a b", "", "A1", `a${"b".repeat(49)}`, `a${"b".repeat(50)}`] as const;
const GROUPS = ["rg-app(1)", "rg-app_", "rg-app ", "rg-app.", "rg-app/x", "rg-app.x", "", "g".repeat(91)] as const;
const LOCATIONS = ["westeurope", "West Europe", "WESTEUROPE", "", " "] as const;
const KEY = "https://keys.vault.azure.net";
const KEYS = [
  ...[KEY_ID, `${KEY_ID}/0123456789abcdef`, `${KEY}/keys`, `${KEY}/secrets/backup`, `${KEY}/certificates/backup`],
  ...[
    "http://keys.vault.azure.net/keys/backup",
    `${KEY_ID}/1/2`,
    VAULT_ID,
    "",
    "backup",
    `${KEY}:443/keys/backup`,
    `${KEY_ID}?x=1`,
  ],
] as [string, ...string[]];
const IDENTITIES = [
  ...[[identityId("a")], [identityId("a"), identityId("b")], [identityId("a"), identityId("A")], [], [VAULT_ID], ["a"]],
  ...[[identityId("a").toLowerCase()], [identityId("a").replace("/resourceGroups/", "/resourcegroups/")]],
] as [string[], ...string[][]];

function identity(random: Random): VaultIdentity {
  const makes = [
    () => VaultIdentity.systemAssigned(),
    () => VaultIdentity.userAssigned(random.pick(...IDENTITIES)),
    () => VaultIdentity.systemAndUserAssigned(random.pick(...IDENTITIES)),
  ] as const;
  return random.pick(...makes)();
}

function encryption(random: Random): VaultEncryption {
  const keyId = random.pick(...KEYS);
  const infrastructureEncryptionEnabled = random.pick(...[undefined, true, false]);
  if (random.below(2) === 0) return VaultEncryption.bySystemAssignedIdentity({ keyId, infrastructureEncryptionEnabled });
  const [userAssignedIdentityId = identityId("c")] = random.pick(...IDENTITIES);
  return VaultEncryption.byUserAssignedIdentity({ keyId, infrastructureEncryptionEnabled, userAssignedIdentityId });
}

function tags(random: Random): Record<string, string> {
  const count = random.pick(...[0, 1, 50, 51]);
  const many = Object.fromEntries(Array.from({ length: count }, (_, index) => [`tag${String(index)}`, "x"]));
  const name = "n".repeat(random.pick(...[1, 512, 513]));
  return random.below(2) === 0 ? many : { [name]: "v".repeat(random.pick(...[0, 256, 257])) };
}

const MUTATIONS: readonly [Mutation<RecoveryServicesVaultProps>, ...Mutation<RecoveryServicesVaultProps>[]] = [
  (random) => ({ vaultName: random.pick(...NAMES) }),
  (random) => ({ resourceGroupName: random.pick(...GROUPS) }),
  (random) => ({ location: random.pick(...LOCATIONS) }),
  (random) => ({ sku: random.pick(...[VaultSku.RS0, VaultSku.STANDARD, "standard" as unknown as VaultSku]) }),
  (random) => ({
    redundancy: random.pick(
      ...[
        ...([StorageRedundancy.local(), StorageRedundancy.zone()] as const),
        ...[true, false].map((crossRegionRestore) => StorageRedundancy.geo({ crossRegionRestore })),
      ],
    ),
  }),
  (random) => ({
    immutability: random.pick(
      ...[
        ...([VaultImmutability.disabled(), VaultImmutability.unlocked()] as const),
        VaultImmutability.locked({ acknowledgeIrreversible: true }),
      ],
    ),
  }),
  (random) => ({ identity: identity(random) }),
  (random) => ({ encryption: encryption(random) }),
  (random) => ({ publicNetworkAccessEnabled: random.pick(...[true, false]) }),
  (random) => ({
    monitoring: {
      alertsForAllJobFailuresEnabled: random.pick(...[undefined, true, false]),
      alertsForCriticalOperationFailuresEnabled: random.pick(...[undefined, true, false]),
    },
  }),
  (random) => ({ tags: tags(random) }),
];

/** A valid vault with random parts. */
function right(random: Random): RecoveryServicesVaultProps {
  const maybe = <T>(make: () => T): T | undefined => (random.below(2) === 0 ? make() : undefined);
  const own = [identityId("a"), identityId("b")];
  const keyId = random.pick(...[KEY_ID, `${KEY_ID}/0123456789abcdef`]);
  const key = { keyId, infrastructureEncryptionEnabled: random.pick(...[undefined, true, false]) };
  const [bySystem, byUser] = [
    () => VaultEncryption.bySystemAssignedIdentity(key),
    () => VaultEncryption.byUserAssignedIdentity({ ...key, userAssignedIdentityId: random.pick(...(own as [string])) }),
  ];
  const identities = [
    {},
    { identity: VaultIdentity.systemAssigned(), encryption: maybe(bySystem) },
    { identity: VaultIdentity.userAssigned(own), encryption: maybe(byUser) },
    { identity: VaultIdentity.systemAndUserAssigned(own), encryption: maybe(byUser) },
  ];
  return {
    ...MINIMAL,
    ...random.pick(...(identities as [(typeof identities)[number]])),
    vaultName: random.pick(...["ab", "a-", "A1", `a${"b".repeat(49)}`]),
    sku: maybe(() => random.pick(...[VaultSku.RS0, VaultSku.STANDARD])),
    redundancy: maybe(() =>
      random.pick(...[StorageRedundancy.local(), StorageRedundancy.zone(), StorageRedundancy.geo({ crossRegionRestore: true })]),
    ),
    immutability: maybe(() => random.pick(...[VaultImmutability.disabled(), VaultImmutability.unlocked()])),
    publicNetworkAccessEnabled: random.pick(...[undefined, true, false]),
    monitoring: maybe(() => ({ alertsForAllJobFailuresEnabled: random.pick(...[undefined, true, false]) })),
    tags: maybe(() => ({ team: "backup", cost: "x".repeat(256) })),
  };
}

/** A vault with up to two random changes. */
export function randomVault(random: Random): Synthesized {
  return stackWithVault(mutated(right(random), MUTATIONS, random));
}
