/** A request to Azure Resource Manager that did not succeed. Its message holds no query of a URL, no token and no secret. */
export class ArmError extends Error {
  /** The HTTP status, undefined where no answer arrived. */
  readonly status: number | undefined;
  /** Azure's code, such as `AuthorizationFailed`, or Node's where no answer arrived. */
  readonly code: string | undefined;
  /** What Azure says in its own words. */
  readonly detail: string;
  /** How long Azure asks to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
  /** The action of Azure's role-based access control that the request needed. */
  readonly action: string | undefined;

  constructor(
    about: string,
    answer: {
      status?: number;
      code?: string | undefined;
      detail: string;
      retryAfterMs?: number | undefined;
      action?: string | undefined;
    },
  ) {
    const answered = answer.status === undefined ? "no answer from Azure" : `Azure answered ${answer.status}`;
    super(`${about}: ${answered}${answer.code ? ` ${answer.code}` : ""}${answer.detail ? `: ${answer.detail}` : ""}`);
    this.name = "ArmError";
    this.status = answer.status;
    this.code = answer.code;
    this.detail = answer.detail;
    this.retryAfterMs = answer.retryAfterMs;
    this.action = answer.action;
  }

  /** Whether a request that changes something may have changed it all the same. */
  get outcomeUnknown(): boolean {
    return this.status === undefined || this.status === 408 || this.status >= 500;
  }

  /** Whether the same request may succeed later without anybody doing anything. */
  get transient(): boolean {
    return this.outcomeUnknown || this.status === 429;
  }
}

/** Code and message of an ARM error body, whichever of its two shapes it has. */
export function errorOf(body: unknown): { code: string | undefined; detail: string } {
  const outer = (body ?? {}) as { error?: unknown; code?: unknown; message?: unknown };
  const inner = (typeof outer.error === "object" && outer.error !== null ? outer.error : outer) as {
    code?: unknown;
    message?: unknown;
  };
  return {
    code: typeof inner.code === "string" ? inner.code : undefined,
    detail: typeof inner.message === "string" ? inner.message.replace(/\s+/g, " ").trim() : "",
  };
}
