import type { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { type TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { caseFold, isSameName } from "../../azure/case-fold";
import { isMoved } from "../private/moved";
import { formatValue, isLiteral, literalText } from "../private/problems";
import { azurermProviderOf, subscriptionIdOf } from "../provider/azurerm-providers";
import { formatVault, vaultKey } from "./same-vault";
import type { IRecoveryServicesVaultRef } from "./vault-ref";

/** The place within which Azure requires a name to be unique. */
type Place =
  | { readonly kind: "vault"; readonly vault: IRecoveryServicesVaultRef }
  | { readonly kind: "resource group"; readonly resourceGroupName: string }
  | { readonly kind: "subscription" | "tenant" | "Azure" };

/** A resource whose name must be unique within a place. */
export interface NamedResource {
  readonly construct: IConstruct;
  /** Undefined of a name that refers to something that exists. */
  readonly resource?: TerraformResource;
  /** The prop that gives the name. */
  readonly prop: string;
  readonly name: string;
  readonly place: Place;
}

const byApp = new WeakMap<IConstruct, Map<string, NamedResource[]>>();

/** Makes synth fail if the app certainly declares the same name twice in one place. */
export function requireUniqueName(named: NamedResource): void {
  const { construct, prop, name, place } = named;
  const { root } = construct.node;
  const names = byApp.get(root) ?? new Map<string, NamedResource[]>();
  byApp.set(root, names);
  const key = JSON.stringify([prop, folded(name), ...placeKey(place)]);
  const namesakes = names.get(key) ?? [];
  names.set(key, namesakes);
  namesakes.push(named);
  construct.node.addValidation({ validate: () => clashes(named, namesakes) });
}

function folded(name: string): string {
  return isLiteral(name) ? caseFold(name) : name;
}

/** What names in one place have in common. */
function placeKey(place: Place): string[] {
  if (place.kind === "vault") return [place.kind, vaultKey(place.vault)];
  return place.kind === "resource group" ? [place.kind, folded(place.resourceGroupName)] : [place.kind];
}

/** The first of the namesakes keeps its name. */
function clashes(named: NamedResource, namesakes: readonly NamedResource[]): string[] {
  if (hasMoved(named)) return [];
  const first = namesakes.find((one) => one === named || (!hasMoved(one) && isSamePlace(one, named)));
  if (!first || first === named) return [];
  return [
    `${named.prop} must be unique in ${formatPlace(named.place)}, got ${formatValue(named.name)}, which ` +
      `'${first.construct.node.path}' has too; set ${named.prop} of one of them, or declare it once`,
  ];
}

function hasMoved({ resource }: NamedResource): boolean {
  return resource !== undefined && isMoved(resource);
}

/** Whether namesakes, whose places have the same key, are in one place. */
function isSamePlace(one: NamedResource, other: NamedResource): boolean {
  const { kind } = one.place;
  if (kind === "vault" || kind === "Azure" || !one.resource || !other.resource) return true;
  return kind === "tenant" ? isSameTenant(one.resource, other.resource) : isSameSubscription(one.resource, other.resource);
}

/** True unless the providers have different tenants: an app for two tenants can set two names. */
function isSameTenant(one: TerraformResource, other: TerraformResource): boolean {
  const [mine, theirs] = [one, other].map((each) => literalText(azurermProviderOf(each)?.tenantIdInput));
  return mine === undefined || theirs === undefined || isSameName(mine, theirs);
}

/** False for two stacks without known subscriptions: the environment may give each stack another subscription. */
function isSameSubscription(one: TerraformResource, other: TerraformResource): boolean {
  const providers = [one, other].map(azurermProviderOf) as [AzurermProvider | undefined, AzurermProvider | undefined];
  if (providers[0] === providers[1]) return TerraformStack.of(one) === TerraformStack.of(other);
  const [mine, theirs] = providers.map((provider) => provider && subscriptionIdOf(provider));
  return mine !== undefined && theirs !== undefined && isSameName(mine, theirs);
}

function formatPlace(place: Place): string {
  if (place.kind === "vault") return `the vault ${formatVault(place.vault)}`;
  if (place.kind === "resource group") return `the resource group ${formatValue(place.resourceGroupName)}`;
  return place.kind === "Azure" ? "Azure" : `the ${place.kind}`;
}
