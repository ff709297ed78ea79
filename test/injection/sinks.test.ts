import { MARK, PAYLOADS } from "./payloads";
import * as sinks from "./sinks";

/** What each check must notice, and what it must not. */
test.each<[keyof typeof sinks, string, string]>([
  ["terminal", `x ${PAYLOADS.azureDevOps}`, "x: done"],
  ["terminal", PAYLOADS.github, "a::b"],
  ["terminal", PAYLOADS.terminal, "x"],
  ["github", `::set-output name=x::${MARK}`, "::error title=Backup of vm%3A Failed::text"],
  ["github", "::error title=a::b ::c\n::stop-commands::x", "::error title=a::b"],
  ["azureDevOps", `##vso[task.setvariable variable=x]${MARK}`, "##vso[task.logissue type=error]text"],
  ["azureDevOps", "##vso[task.logissue type=error]text ##vso[task.complete]", "##[group]x"],
  ["json", JSON.stringify({ a: "\u001b[31m" }), '{"a":"b"}'],
  ["junit", `<testsuites><${MARK}/></testsuites>`, '<testsuites><testcase name="&lt;x/&gt;"/></testsuites>'],
  ["junit", "<testsuites><![CDATA[]]>]]></testsuites", "<testsuites/>"],
  ["html", `<p>${PAYLOADS.html}</p>`, "<p>&quot;'&gt;&lt;script&gt;</p>"],
  ["html", `<a title="x" onclick=${MARK}()>`, '<a title=" onclick=x">'],
  ["html", `<a href="javascript:${MARK}()">`, '<a href="#x">'],
  ["html", `<script>const a = ""; ${MARK}();</script>`, `<script>const a = "${MARK}()";</script>`],
  ["markdown", "| a |\n| --- |\n| b | c |", "| a |\n| --- |\n| b \\| c |"],
  ["markdown", PAYLOADS.html, "- **a**: \\<script>"],
  ["markdown", `[x](javascript:${MARK})`, "\\[x\\](y)"],
  ["markdown", "text\n```sh\nx", "```sh\nx\n```"],
  ["csv", `a,b\nx,${PAYLOADS.formulaOfAt}`, "a,b\nx,'@SUM(1)"],
  ["csv", "a,b\nx, =1", "a,b\nx,-2.5"],
  ["shell", `run: azure-vm-backup status "$(touch ${MARK})"`, `run: azure-vm-backup status '$(touch ${MARK})'`],
  ["code", `f(); ${MARK}();`, `f("${MARK}()");`],
  ["code", "f(\"${file('pwned')}\")", "f(\"$${file('pwned')}\")"],
  ["typescript", 'f("', "f(\"${file('pwned')}\")"],
])("the check of %s notices %j", (name, hostile, harmless) => {
  expect(sinks[name](hostile)).not.toEqual([]);
  expect(sinks[name](harmless)).toEqual([]);
});
