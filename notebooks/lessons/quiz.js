// The quiz: one question at a time. Native radio buttons and buttons, so every key works as everywhere.
// Every text is put in as text.

function make(tag, className = "", attributes = {}, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

function render({ model, el }) {
  const group = `quiz-${Math.random()}`;
  const root = make("div", "qz", { lang: "en", dir: "ltr" });
  let at = 0;

  const score = () => model.get("answers").filter((given, n) => given === model.get("questions")[n].wrong).length;

  const claim = (question, n) => {
    const checks = question.checks[n].length ? question.checks[n] : ["The checks raise no doubt."];
    const radio = make("input", "", { type: "radio", name: group, value: String(n) });
    return make(
      "div",
      "qz-claim",
      {},
      make("label", "", {}, radio, ` ${n + 1}. ${question.claims[n]}`),
      make("p", "qz-arabic", { lang: "ar", dir: "rtl" }, question.arabic[n]),
      make("ul", "qz-checks", { "aria-label": `Checks of claim ${n + 1}` }, ...checks.map((text) => make("li", "", {}, text))),
    );
  };

  const draw = (focus) => {
    const all = model.get("questions");
    if (at >= all.length) {
      const again = make("button", "", { type: "button" }, "Start again");
      again.addEventListener("click", () => {
        model.set("answers", []);
        model.save_changes();
        at = 0;
        draw(true);
      });
      root.replaceChildren(make("p", "qz-end", { role: "status", tabindex: "-1" }, `${score()} of ${all.length} right.`), again);
      if (focus) root.firstChild.focus();
      return;
    }
    const question = all[at];
    const result = make("p", "qz-result", { role: "status" });
    const answer = make("button", "qz-answer", { type: "submit" }, "Answer");
    const fields = make("fieldset", "", {}, make("legend", "", { tabindex: "-1" }, `Question ${at + 1} of ${all.length}: which claim is unsupported?`), ...question.claims.map((_, n) => claim(question, n)));
    const hide = make("input", "", { type: "checkbox" });
    hide.checked = model.get("hide_checks");
    hide.addEventListener("change", () => {
      model.set("hide_checks", hide.checked);
      model.save_changes();
    });
    const told = make("span", "qz-score", {}, `${score()} right so far`);
    const form = make("form", "", {}, fields, make("p", "qz-bar", {}, answer, make("label", "", {}, hide, " Hide the checks"), told), result);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (model.get("answers").length > at) {
        at += 1;
        draw(true);
        return;
      }
      const chosen = form.querySelector("input[type=radio]:checked");
      if (!chosen) {
        result.textContent = "Choose a claim first.";
        return;
      }
      const right = Number(chosen.value) === question.wrong;
      model.set("answers", [...model.get("answers"), Number(chosen.value)]);
      model.save_changes();
      result.className = `qz-result qz-${right ? "right" : "wrong"}`;
      result.textContent = `${right ? "Right." : "Not this one."} ${question.explanation}`;
      told.textContent = `${score()} right so far`;
      for (const radio of form.querySelectorAll("input[type=radio]")) radio.disabled = true;
      answer.textContent = at + 1 < all.length ? "Next question" : "See the score";
    });
    root.replaceChildren(form);
    if (focus) form.querySelector("legend").focus();
  };

  const showChecks = () => root.classList.toggle("qz-unchecked", model.get("hide_checks"));
  root.addEventListener("focusin", (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true"));
  model.on("change:hide_checks", showChecks);
  el.append(root);
  showChecks();
  draw(false);
  hideStatic(el);
  return () => model.off("change:hide_checks", showChecks);
}

// As in the toolkit's static_view.js: a widget's script is one file.
function hideStatic(el, frames = 120) {
  if (!el.isConnected) {
    if (frames) requestAnimationFrame(() => hideStatic(el, frames - 1));
    return;
  }
  const area = el.closest(".jp-OutputArea, .jp-Cell, .output") || document;
  for (const page of area.querySelectorAll('[data-static-of="Quiz"]')) page.hidden = true;
}

export default { render };
