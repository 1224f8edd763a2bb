// Hides the static page that stands before a running widget, in the same output.

export function hideStatic(el, name) {
  let frames = 120;
  const look = () => {
    if (!el.isConnected) {
      if (frames-- > 0) requestAnimationFrame(look);
      return;
    }
    const area = el.closest(".jp-OutputArea, .jp-Cell, .output") || document;
    for (const page of area.querySelectorAll(`[data-static-of="${name}"]`)) page.hidden = true;
  };
  look();
}

export default {
  render({ model, el }) {
    hideStatic(el, model.get("name"));
  },
};
