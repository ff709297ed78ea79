/** The parts of a text in Terraform's template syntax: text as it is written, and what stands between `${` and `}`. */
export interface TemplatePart {
  readonly kind: "text" | "expression";
  readonly text: string;
}

/** Returns the parts of a template; undefined if it has a directive such as `%{ if }`, or does not end. */
export function templateParts(template: string): TemplatePart[] | undefined {
  const parts: TemplatePart[] = [];
  let text = "";
  for (let at = 0; at < template.length;) {
    const two = template.slice(at, at + 2);
    if (/^[$%]{2}$/.test(two) && template.charAt(at + 2) === "{") {
      text += template.slice(at, at + 3);
      at += 3;
    } else if (two === "%{") return undefined;
    else if (two === "${") {
      const end = endOfExpression(template, at + 2);
      if (end === undefined) return undefined;
      if (text !== "") parts.push({ kind: "text", text });
      parts.push({ kind: "expression", text: template.slice(at + 2, end) });
      [text, at] = ["", end + 1];
    } else {
      text += template.charAt(at);
      at += 1;
    }
  }
  return text === "" ? parts : [...parts, { kind: "text", text }];
}

/** Whether Terraform would evaluate a part of a text. */
export function isTemplate(text: string): boolean {
  return templateParts(text)?.every(({ kind }) => kind === "text") !== true;
}

/** Returns the text of a template. */
export function templateOf(parts: readonly TemplatePart[]): string {
  return parts.map(({ kind, text }) => (kind === "text" ? text : `\${${text}}`)).join("");
}

/** The expression of a template that is nothing else. */
export function onlyExpression(text: string): string | undefined {
  const [part, ...others] = templateParts(text) ?? [];
  return part?.kind === "expression" && others.length === 0 ? part.text.trim() : undefined;
}

/** Returns where the brace ends that opens before `start`. Strings in the expression may have templates of their own. */
function endOfExpression(template: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < template.length; at += 1) {
    const character = template.charAt(at);
    if (character === '"') {
      const end = endOfString(template, at + 1);
      if (end === undefined) return undefined;
      at = end;
    } else if (character === "{") depth += 1;
    else if (character === "}" && depth === 0) return at;
    else if (character === "}") depth -= 1;
  }
  return undefined;
}

function endOfString(template: string, start: number): number | undefined {
  for (let at = start; at < template.length; at += 1) {
    const character = template.charAt(at);
    if (character === "\\") at += 1;
    else if (character === '"') return at;
    else if (/^[$%]\{/.test(template.slice(at, at + 2)) && !/[$%]/.test(template.charAt(at - 1))) {
      const end = endOfExpression(template, at + 2);
      if (end === undefined) return undefined;
      at = end;
    }
  }
  return undefined;
}
