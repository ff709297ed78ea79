import { describeRules } from "../../support/rules";
import { CANNOT_BE_WRITTEN } from "./rules/cannot-be-written";
import { initialBackupRules } from "./rules/initial-backup";
import { stateAndDiskRules } from "./rules/states-and-disks";
import { vmRules } from "./rules/vms";

const RULES = [...vmRules, ...stateAndDiskRules, ...initialBackupRules];

describeRules("docs/rules-protection.md", RULES, Object.keys(CANNOT_BE_WRITTEN));
