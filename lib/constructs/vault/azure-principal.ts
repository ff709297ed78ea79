import { GUID } from "../../azure/guid";
import { checkText, throwIfInvalid } from "../private/problems";

/** Whatever has the object id of a managed identity, such as azurerm's `UserAssignedIdentity`. */
export interface IManagedIdentity {
  /** The object id of the identity's service principal; it may be unknown until deployment. */
  readonly principalId: string;
}

/** Who is granted something: a principal of Microsoft Entra ID, by its object id. */
export class AzurePrincipal {
  /**
   * A person.
   * @throws if the object id is not a GUID
   */
  public static user(objectId: string): AzurePrincipal {
    return new AzurePrincipal("user", objectId, "User");
  }

  /**
   * A group, and with it everyone in it.
   * @throws if the object id is not a GUID
   */
  public static group(objectId: string): AzurePrincipal {
    return new AzurePrincipal("group", objectId, "Group");
  }

  /**
   * An application, such as a pipeline's.
   * @param objectId the object id of the service principal (of the enterprise application), which is neither the application's
   * client id nor its own object id
   * @throws if the object id is not a GUID
   */
  public static servicePrincipal(objectId: string): AzurePrincipal {
    return new AzurePrincipal("servicePrincipal", objectId, "ServicePrincipal");
  }

  /**
   * A managed identity, such as that of the machine that deploys.
   * @throws if its object id is known and not a GUID
   */
  public static managedIdentity(identity: IManagedIdentity): AzurePrincipal {
    return new AzurePrincipal("managedIdentity", identity.principalId, "ServicePrincipal");
  }

  private constructor(
    factory: string,
    /** The principal's object id. */
    public readonly objectId: string,
    private readonly type: string,
  ) {
    const rule = {
      allowed: "an object id, such as '00000000-0000-0000-0000-000000000000'",
      remedy: "copy the object id from Microsoft Entra ID, not a name or a client id",
    };
    throwIfInvalid(`AzurePrincipal.${factory}`, checkText("objectId", objectId, GUID, rule));
  }
  /** @internal The kind of principal, as Azure names it. */
  public get _type(): string {
    return this.type;
  }
}
