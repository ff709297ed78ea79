import { EACH_KEY, misspelledProblems, throwIfMisspelled } from "../../../lib/constructs/private/option-names";
import { refusal } from "../../support/synth";

const NAMES = {
  vaultName: true,
  publicNetworkAccessEnabled: true,
  lock: { level: true, notes: true },
  vms: { [EACH_KEY]: { policy: true } },
  rules: { days: true },
} as const;
const told = (path: string, option: string) =>
  `${path} must be the name of an option, got one that nothing reads; write ${option} if you mean that option, or remove it`;

test.each<[string, object, string[]]>([
  ["every name of an option", { vaultName: 1, lock: { level: 1, notes: 1 }, vms: { policx: { policy: 1 } } }, []],
  ["names that are like none", { name: 1, somethingElse: 1, lock: { color: 1 } }, []],
  ["a name without a value", { vaultNam: undefined }, []],
  ["a name of every object", { toString: 1, constructor: 1 }, []],
  ["a letter more", { vaultNames: 1 }, [told("vaultNames", "vaultName")]],
  [
    "a fourth of the letters",
    { vaultxame: 1, vaulxxame: 1, vauxxxame: 1 },
    ["vaultxame", "vaulxxame"].map((one) => told(one, "vaultName")),
  ],
  ["one of few letters", { lok: 1, lxxk: 1 }, [told("lok", "lock")]],
  [
    "another case, and underscores",
    { vault_name: 1, VAULTNAME: 1 },
    ["vault_name", "VAULTNAME"].map((one) => told(one, "vaultName")),
  ],
  [
    "a part of at least eight letters",
    { publicNetworkAccess: 1, publicN: 1 },
    [told("publicNetworkAccess", "publicNetworkAccessEnabled")],
  ],
  ["a part in the middle", { networkAccess: 1, network: 1 }, [told("networkAccess", "publicNetworkAccessEnabled")]],
  [
    "more than the option",
    { publicNetworkAccessEnabledInAzure: 1 },
    [told("publicNetworkAccessEnabledInAzure", "publicNetworkAccessEnabled")],
  ],
  ["an option of an option", { lock: { levels: 1 } }, [told("lock.levels", "level")]],
  ["an option of each key of a map", { vms: { "vm-1": { polcy: 1 } } }, [told("vms['vm-1'].polcy", "policy")]],
  ["an option of each element of a list", { rules: [{ days: 1 }, [{ dais: 1 }]] }, [told("rules.dais", "days")]],
  ["no look into a value class, or null", { lock: new Date(), rules: null }, []],
])("tells %s", (_, options, problems) => {
  expect(misspelledProblems(options, NAMES)).toEqual(problems);
});

test("throws if a name is misspelled, with the subject", () => {
  expect(
    refusal(() => {
      throwIfMisspelled("Subject", { lok: 1 }, NAMES);
    }),
  ).toBe(`Subject: ${told("lok", "lock")}`);
});
