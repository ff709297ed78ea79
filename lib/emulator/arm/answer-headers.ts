import type { FastifyReply, FastifyRequest } from "fastify";
import { pathOf } from "../request-path";

/**
 * The remaining requests that Azure reports after the first request in a period. The numbers do not change: the emulator
 * throttles only if a fault asks for it.
 */
const REMAINING = { jobs: 249, reads: 1099, writes: 799 } as const;

const BACKUP = /\/providers\/Microsoft\.RecoveryServices\/vaults\/[^/]+\/backup(Jobs\b)?/i;

/** Sets the headers of every answer of Azure Resource Manager. Answers of Azure Backup also report the remaining requests. */
export function sendAnswerHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers({ "Cache-Control": "no-cache", Pragma: "no-cache", Expires: "-1", "X-Content-Type-Options": "nosniff" });
  const backup = BACKUP.exec(pathOf(request.url));
  if (!backup) return;
  switch (request.method) {
    case "GET": {
      const left = backup[1] ? REMAINING.jobs : REMAINING.reads;
      reply.headers({ "x-ms-ratelimit-remaining-subscription-resource-requests": left, "x-ms-throttling-version": "v1" });
      return;
    }
    case "DELETE":
      reply.headers({ "x-ms-ratelimit-remaining-subscription-deletes": REMAINING.writes, "x-ms-throttling-version": "v2" });
      return;
    default:
      reply.headers({ "x-ms-ratelimit-remaining-subscription-writes": REMAINING.writes, "x-ms-throttling-version": "v2" });
  }
}
