// Keys of the editor. Each is told to the kernel with the text as it stands in the box; words come back to the cursor.
const DIGIT = /^Digit([1-9])$/;

function action(event) {
  if (!(event.ctrlKey || event.metaKey)) return null;
  if (event.key === "Enter") return { do: "confirm" };
  if (event.key === "ArrowDown") return { do: "doubt" };
  const digit = event.altKey && event.code.match(DIGIT);
  return digit ? { do: "match", number: Number(digit[1]) } : null;
}

export default {
  render({ model, el }) {
    let root = null;
    const box = () => root.querySelector("textarea");
    const pressed = (event) => {
      const asked = action(event);
      if (!asked) return;
      event.preventDefault();
      event.stopPropagation();
      model.send({ ...asked, text: box().value });
    };
    // JupyterLab would run the cell at Ctrl+Enter.
    const focused = (event) => event.target.setAttribute("data-lm-suppress-shortcuts", "true");
    const insert = (message) => {
      const area = box();
      area.setRangeText(message.insert, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    };
    const start = (frames) => {
      root = el.isConnected && el.closest(".bb-editor");
      if (!root) return frames ? requestAnimationFrame(() => start(frames - 1)) : undefined;
      root.addEventListener("keydown", pressed, true); // a text box of ipywidgets passes no key on
      root.addEventListener("focusin", focused);
      model.on("msg:custom", insert);
      return undefined;
    };
    start(120);
    return () => {
      model.off("msg:custom", insert);
      root?.removeEventListener("keydown", pressed, true);
      root?.removeEventListener("focusin", focused);
    };
  },
};
