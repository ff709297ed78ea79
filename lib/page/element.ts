import { type ComponentChildren, h as preactElement, type VNode } from "preact";
import { render } from "preact-render-to-string";

/** An element of a page. */
export type PageElement = VNode;

/** What stands in an element: a text is escaped. */
export type Content = ComponentChildren;

/** Attributes as HTML names them. One that is undefined is left out. `dangerouslySetInnerHTML` takes a text that is not escaped. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined | { readonly __html: string }>>;

/** Makes an element of a page. */
export function h(tag: string, attributes: Attributes | null, ...content: Content[]): PageElement {
  return preactElement<unknown>(tag, attributes, ...content);
}

/** The HTML of an element. Every text and every attribute is escaped. */
export function htmlOf(element: PageElement): string {
  return render(element);
}
