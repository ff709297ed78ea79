import { describeRules } from "../../support/rules";
import { additionRules } from "./rules/additions";
import { CANNOT_BE_WRITTEN } from "./rules/cannot-be-written";
import { providerRules } from "./rules/provider";
import { vaultRules } from "./rules/vault";

const RULES = [...vaultRules, ...providerRules, ...additionRules];

describeRules("docs/rules-vault.md", RULES, Object.keys(CANNOT_BE_WRITTEN));
