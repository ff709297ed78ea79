export type Block = Record<string, unknown>;
/** Blocks by type and name. */
type Blocks = Record<string, Record<string, Block>>;

/** The parts of a synthesized stack that are used here. */
export interface Configuration {
  readonly terraform?: { readonly required_providers?: Record<string, { readonly version?: string }> };
  readonly provider?: { readonly azurerm?: readonly Block[] };
  readonly locals?: Block;
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly output?: Record<string, Block>;
}

/** One of several configurations that Terraform runs together. */
export interface Case {
  /** A unique name of letters, digits and `-`. */
  readonly name: string;
  readonly configuration: Configuration;
}

/** Whether a configuration declares a resource of a type. */
export function declares({ configuration }: Case, type: string): boolean {
  return configuration.resource?.[type] !== undefined;
}

/**
 * Returns the configuration as a part of a larger one. Its blocks and resource groups get unique names, so that two parts share nothing in
 * Azure.
 */
export function partOf({ name, configuration }: Case): Configuration {
  const own = name.replace(/\W/g, "_");
  const { provider, locals, resource, data, output } = JSON.parse(
    JSON.stringify(configuration)
      .replace(/\brg-(app|backup)(?![a-z])/g, `rg-$1-${name}`)
      .replace(/\b(azurerm_\w+|terraform_data|local)\.([-\w]+)/g, `$1.$2_${own}`)
      .replace(/"azurerm\.(\w+)"/g, `"azurerm.$1_${own}"`),
  ) as Configuration;
  const providers = (provider?.azurerm ?? []).filter(isParticular);
  const main = providers.some(({ alias }) => alias === undefined) ? `azurerm.main_${own}` : undefined;
  const blocks = (of: Blocks) =>
    mapped(of, (named, type) => mapped(suffixed(named, own), (block) => provided(block, type, main)));
  return {
    ...(providers.length > 0 && {
      provider: { azurerm: providers.map(({ alias = "main", ...rest }) => ({ ...rest, alias: `${String(alias)}_${own}` })) },
    }),
    ...(locals && { locals: suffixed(locals, own) }),
    ...(resource && { resource: blocks(ofOtherProvidersThanAzapi(resource)) }),
    ...(data && { data: blocks(data) }),
    ...(output && { output: suffixed(output, own) }),
  };
}

/** Removes the resources of azapi, which is not available here. azapi-settings.test.ts checks them. */
function ofOtherProvidersThanAzapi(resource: Blocks): Blocks {
  return Object.fromEntries(Object.entries(resource).filter(([type]) => !type.startsWith("azapi_")));
}

/** Whether a provider block has settings beside the common ones. */
function isParticular({ alias, features }: Block): boolean {
  return alias !== undefined || JSON.stringify(features) !== "[{}]";
}

function provided(block: Block, type: string, provider: string | undefined): Block {
  return provider !== undefined && type.startsWith("azurerm_") ? { provider, ...block } : block;
}

function suffixed<T>(named: Record<string, T>, suffix: string): Record<string, T> {
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [`${name}_${suffix}`, value]));
}

function mapped<T, U>(record: Record<string, T>, map: (value: T, key: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value, key)]));
}
