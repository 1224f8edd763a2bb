// Download buttons: a click asks the kernel for the file, the answer becomes a download of this page alone.
function render({ model, el }) {
  const bar = document.createElement("div");
  bar.className = "tk-downloads";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Download the brief");
  const status = document.createElement("span");
  status.className = "tk-download-status";
  status.setAttribute("role", "status");
  const waiting = new Map(); // token of a request of this view -> its button

  const say = (text, bad) => {
    status.textContent = text;
    status.classList.toggle("tk-bad", Boolean(bad));
  };
  const ask = (format, button) => {
    const token = `${Date.now()}-${Math.random()}`;
    waiting.set(token, button);
    button.disabled = true;
    say(`Preparing ${button.textContent} …`);
    model.send({ format, token });
  };
  const draw = () => {
    bar.replaceChildren(
      ...model.get("formats").map(([format, label]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "tk-download jupyter-button";
        button.dataset.format = format;
        button.textContent = label;
        button.title = `Download as .${format}`;
        button.addEventListener("click", () => ask(format, button));
        return button;
      }),
      status,
    );
  };
  const answered = (message, buffers) => {
    const button = waiting.get(message.token);
    if (!button) return; // another view of the same buttons asked
    waiting.delete(message.token);
    button.disabled = false;
    if (message.problem) return say(message.problem, true);
    const address = URL.createObjectURL(new Blob([buffers[0]]));
    const link = document.createElement("a");
    link.href = address;
    link.download = message.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    say(`${message.name} (${Math.max(1, Math.round(buffers[0].byteLength / 1000))} kB)`);
  };
  model.on("msg:custom", answered);
  model.on("change:formats", draw);
  draw();
  el.append(bar);
  return () => {
    model.off("msg:custom", answered);
    model.off("change:formats", draw);
  };
}

export default { render };
