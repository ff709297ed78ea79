import { isSameName } from "../../../azure/case-fold";
import { parseBackupPolicyId } from "../../../azure/resource-id";
import { camelCase, pascalCase } from "../code/names";
import { type Code, object, text } from "../code/printed";
import { type Arguments, textOf } from "./arguments";
import { refersToElement } from "./instances";
import { providerNameOf } from "./meta-arguments";
import { referenceOf, resolvedText } from "./references";
import { POLICY, VAULT } from "./stack-json";
import { Obstacle, type Writer } from "./writer";

/** A vault that the code declares. */
export interface DeclaredVault {
  readonly address: string;
  readonly name: unknown;
  readonly group: unknown;
}

/** The vault of a policy or an item, in the code. */
export interface Place {
  /** What stands in the code for the vault. */
  readonly vault: string;
  /** Names that Terraform has for the vault in another form than the construct writes; see `vaultOf`. */
  readonly overrides: readonly (readonly [name: string, value: unknown])[];
}

/** Finds the vaults and policies that arguments name. Those that the code does not declare get a reference, once each. */
export class Places {
  private readonly references = new Map<string, string>();
  private readonly policies = new Map<string, string>();
  private statements: Code[] = [];

  constructor(
    private readonly writer: Writer,
    private readonly vaults: readonly DeclaredVault[],
  ) {}

  /** Calls a function. If it throws, the references that it needed are forgotten. */
  attempt<T>(use: () => T): T {
    const known = new Map(this.references);
    const count = this.statements.length;
    try {
      return use();
    } catch (error) {
      this.statements.length = count;
      for (const key of this.references.keys()) if (!known.has(key)) this.references.delete(key);
      throw error;
    }
  }

  /** Returns the references that were needed since the last call, as statements. */
  newReferences(): Code[] {
    const statements = this.statements;
    this.statements = [];
    return statements;
  }

  /**
   * Takes the names of the vault. A construct writes the names of its vault; if a name differs from that in so much as a letter's case,
   * azurerm would replace the resource, so an override keeps it.
   */
  vaultOf(args: Arguments): Place {
    const provider = providerNameOf(args.peek("provider"));
    const [name, group] = [textOf(args.take("recovery_vault_name")), textOf(args.take("resource_group_name"))];
    if (name === undefined || group === undefined) throw new Obstacle("it does not name its vault");
    if (refersToElement([name, group])) throw new Obstacle("its vault differs by each or count");
    const declared = this.declaredVault(name, group);
    const variable = declared && this.writer.variableOf(declared.address);
    if (variable === undefined) {
      const reference = referenceOf(name);
      if (reference?.type === VAULT && reference.attribute === "name") return this.vaultById(name, group, reference.isData);
      return { vault: this.lookup(name, group, provider), overrides: [] };
    }
    const names = [
      ["recovery_vault_name", name, declared?.name],
      ["resource_group_name", group, declared?.group],
    ] as const;
    const others = names.filter(([, own, ofVault]) => !this.isSame(own, ofVault, declared?.address ?? ""));
    return { vault: variable, overrides: others.map(([argument, own]) => [argument, own]) };
  }

  /** Records a policy that the code declares. */
  addPolicy(vault: string, policy: string): void {
    if (!this.policies.has(vault)) this.policies.set(vault, policy);
  }

  anyPolicyOf(vault: string): string | undefined {
    return this.policies.get(vault);
  }

  /** What stands in the code for the policy with an id. */
  policyOf(value: string): string {
    const reference = referenceOf(value);
    const isId = reference?.type === POLICY && reference.attribute === "id" && !reference.isData;
    const declared = isId ? this.writer.variableOf(reference.address) : undefined;
    if (declared !== undefined) return declared;
    const id = parseBackupPolicyId(value);
    if (!/[$%]\{/.test(value) && !id) throw new Obstacle("its backup_policy_id is not the id of a policy");
    const name = camelCase(id?.policyName ?? reference?.label ?? "other", "policy");
    return this.reference(`policy ${value}`, /policy$/i.test(name) ? name : `${name}Policy`, (constructId) =>
      this.writer.library.call("VmBackupPolicy", "fromPolicyId", ["this", constructId, this.writer.text(value)]),
    );
  }

  private declaredVault(name: string, group: string): DeclaredVault | undefined {
    const reference = referenceOf(name);
    const isName = reference?.type === VAULT && reference.attribute === "name" && !reference.isData;
    if (isName) return this.vaults.find(({ address }) => address === reference.address);
    const [ownName, ownGroup] = [this.resolved(name), this.groupOf(group)];
    return this.vaults.find((one) => isEqual(this.resolved(one.name), ownName) && isEqual(this.groupOf(one.group), ownGroup));
  }

  /** The resource group, also if it is named by a vault. */
  private groupOf(group: unknown): unknown {
    const reference = referenceOf(group);
    const vault = reference?.attribute === "resource_group_name" && this.vaults.find((one) => one.address === reference.address);
    return this.resolved(vault ? vault.group : group);
  }

  private isSame(own: string, ofVault: unknown, address: string): boolean {
    const reference = referenceOf(own);
    const names = ["name", "resource_group_name"];
    if (reference && !reference.isData && reference.address === address && names.includes(reference.attribute)) return true;
    return this.groupOf(own) === this.groupOf(ofVault);
  }

  private resolved(value: unknown): unknown {
    return resolvedText(this.writer.stack, value);
  }

  /** The vault of a data source, or one that stays as it is. */
  private vaultById(name: string, group: string, isData: boolean): Place {
    const id = name.replace(/\.name(?=\s*\}$)/, ".id");
    const label = referenceOf(name)?.label ?? "";
    const vault = this.reference(`vault ${name}`, `${camelCase(label, "vault")}Vault`, (constructId) =>
      this.writer.library.call("RecoveryServicesVault", "fromVaultId", ["this", constructId, this.writer.text(id)]),
    );
    const own = referenceOf(group);
    const isOfVault = own?.type === VAULT && own.isData === isData && own.label === label;
    return { vault, overrides: isOfVault ? [] : [["resource_group_name", group]] };
  }

  private lookup(name: string, group: string, provider: string | undefined): string {
    const words = /[$%]\{/.test(name) ? "other" : name;
    const variable = camelCase(words, "vault");
    return this.reference(
      `lookup ${provider ?? ""} ${group} ${name}`,
      /vault/i.test(variable) ? variable : `${variable}Vault`,
      (constructId) => {
        const names = [
          { key: "vaultName", value: this.writer.text(name) },
          { key: "resourceGroupName", value: this.writer.text(group) },
          ...(provider === undefined ? [] : [{ key: "provider", value: `providers.${provider}` }]),
        ];
        return this.writer.library.call("RecoveryServicesVault", "fromLookup", ["this", constructId, object(names)]);
      },
    );
  }

  private reference(key: string, name: string, codeOf: (constructId: Code) => Code): string {
    const known = this.references.get(key);
    if (known !== undefined) return known;
    const variable = this.writer.uniqueName(name, `${name}Reference`);
    this.statements.push([`const ${variable} = `, codeOf(text(pascalCase(variable))), ";"]);
    this.references.set(key, variable);
    return variable;
  }
}

function isEqual(one: unknown, other: unknown): boolean {
  if (typeof one !== "string" || typeof other !== "string") return false;
  return /[$%]\{/.test(one + other) ? one === other : isSameName(one, other);
}
