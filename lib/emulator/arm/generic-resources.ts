/** A resource that is stored as the client sent it. */
export interface GenericResource {
  readonly id: string;
  readonly name: string;
  /** Such as `Microsoft.Compute/virtualMachines`. */
  readonly type: string;
  /** The body that the client sent. */
  readonly body: Readonly<Record<string, unknown>>;
}
