/** Replacements for parts that need a provider or a program. */
export interface StandIns {
  /** The command that the stack runs in place of its program. */
  readonly command?: string;
  /** The resources that its data source finds. */
  readonly found?: readonly object[];
}

/**
 * Returns a synthesized stack that Terraform can apply without a provider: each resource of azurerm becomes a `terraform_data` with its
 * arguments as `input`, and with the same instances and lifecycle.
 */
export function withoutProvider(synthesized: string, { command, found }: StandIns = {}): string {
  const { locals, resource, moved, output } = eachString(JSON.parse(synthesized), renamed) as Synthesized;
  const blocks: Record<string, Block> = {};
  for (const [type, named] of Object.entries(resource)) {
    for (const [name, block] of Object.entries(named)) {
      if (type === "terraform_data") blocks[name] = running(block, command);
      else blocks[`${type.replace("azurerm_", "")}_${name}`] = standingIn(type, block);
    }
  }
  return JSON.stringify({ locals: { ...locals, ...(found && { found }) }, moved, output, resource: { terraform_data: blocks } });
}

interface Synthesized {
  readonly locals?: object;
  readonly moved?: unknown;
  readonly output?: unknown;
  readonly resource: Readonly<Record<string, Record<string, Block>>>;
}

/** Changes references: arguments are in `input`, which a plan knows; the id of a VM is in `output`, which a plan does not know. */
function renamed(text: string): string {
  const [, item] = /\bfor \w+, (\w+) in azurerm_/.exec(text) ?? [];
  return (item === undefined ? text : text.replace(new RegExp(`\\b${item}\\.(?!id\\b)(\\w+)`, "g"), `${item}.input.$1`))
    .replace(/\bdata\.azurerm_resources\.\w+\.resources\b/g, "local.found")
    .replace(/\bazurerm_(\w+_virtual_machine)\.(\w+)\.id\b/g, "terraform_data.$1_$2.output.id")
    .replace(/\bazurerm_(\w+)\.(\w+)\.(?!id\b)(\w+)/g, "terraform_data.$1_$2.input.$3")
    .replace(/\bazurerm_(\w+)\.(\w+)/g, "terraform_data.$1_$2")
    .replace(/\bself\.(\w+)/g, "self.input.$1");
}

function eachString(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((one) => eachString(one, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, eachString(one, change)]));
}

interface Block {
  provisioner?: { "local-exec": Record<string, unknown> }[];
  for_each?: unknown;
  lifecycle?: { ignore_changes?: string[] };
  name?: string;
  size?: string;
}

function running(block: Block, command: string | undefined): Block {
  const localExec = block.provisioner?.[0]?.["local-exec"];
  if (localExec && command !== undefined) Object.assign(localExec, { interpreter: ["node", "-e"], command });
  return block;
}

/** Arguments that a provider reads even if they are missing. */
const UNSET: Readonly<Record<string, object>> = {
  azurerm_backup_protected_vm: { include_disk_luns: null, exclude_disk_luns: null },
};

/** A VM gets its id from Azure and is replaced if its size changes, which the tests of its protection need. */
function standingIn(type: string, { for_each: forEach, lifecycle, ...input }: Block): Block {
  const isVm = type.endsWith("_virtual_machine");
  const ignored = lifecycle?.ignore_changes?.map((argument) => `input.${argument}`);
  return {
    ...(forEach !== undefined && { for_each: forEach }),
    ...(lifecycle && { lifecycle: { ...lifecycle, ...(ignored && { ignore_changes: ignored }) } }),
    ...{ input: { ...UNSET[type], ...input, ...(isVm && { id: `/vms/${input.name ?? ""}` }) } },
    ...(isVm && { triggers_replace: input.size }),
  };
}
