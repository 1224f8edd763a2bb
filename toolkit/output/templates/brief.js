(() => {
  const numbers = (text) => (text ? text.split(" ") : []);
  const start = (root) => {
    let pinned = null;
    const all = (selector) => root.querySelectorAll(selector);
    const clear = () => {
      all(".bb-lit").forEach((e) => e.classList.remove("bb-lit"));
      all(".bb-on").forEach((e) => e.classList.remove("bb-on"));
    };
    const sentence = (index) => root.querySelector(`.bb-s[data-sentence="${index}"]`);
    const reveal = (element) => {
      const pane = root.querySelector(".bb-pane");
      if (!element || !pane || pane.scrollHeight <= pane.clientHeight) return;
      const box = element.getBoundingClientRect();
      const frame = pane.getBoundingClientRect();
      if (box.top < frame.top || box.bottom > frame.bottom) {
        pane.scrollTop += box.top - frame.top - (frame.height - Math.min(box.height, frame.height)) / 2;
      }
    };
    const lightSentence = (index) => {
      const element = sentence(index);
      if (element) element.classList.add("bb-lit");
      all(`[data-row="${index}"]`).forEach((row) => row.classList.add("bb-lit"));
    };
    const lightWords = (claim) => {
      all("[data-claims]").forEach((e) => {
        if (numbers(e.dataset.claims).includes(claim)) e.classList.add("bb-on");
      });
    };
    const show = (element) => {
      clear();
      if (!element) return;
      element.classList.add("bb-lit");
      if (element.dataset.rests !== undefined) {
        const rests = numbers(element.dataset.rests);
        rests.forEach(lightSentence);
        if (element.dataset.claim !== undefined) lightWords(element.dataset.claim);
        element.querySelectorAll("[data-sources]").forEach((e) => e.classList.add("bb-on"));
        if (rests.length) reveal(sentence(rests[0]));
      } else {
        const index = element.dataset.sentence;
        lightSentence(index);
        numbers(element.dataset.carries).forEach((claim) => {
          const item = root.querySelector(`[data-claim="${claim}"]`);
          if (!item) return;
          item.classList.add("bb-lit");
          item.querySelectorAll("[data-sources]").forEach((e) => {
            if (numbers(e.dataset.sources).includes(index)) e.classList.add("bb-on");
          });
          element.querySelectorAll("[data-claims]").forEach((e) => {
            if (numbers(e.dataset.claims).includes(claim)) e.classList.add("bb-on");
          });
        });
      }
    };
    all(".bb-claim, .bb-s[tabindex]").forEach((element) => {
      element.addEventListener("mouseenter", () => show(element));
      element.addEventListener("mouseleave", () => show(pinned));
      element.addEventListener("focus", () => show(element));
      element.addEventListener("blur", () => show(pinned));
      element.addEventListener("click", (event) => {
        if (event.target.closest(".bb-ref")) return;
        pinned = pinned === element ? null : element;
        show(pinned);
      });
      element.addEventListener("keydown", (event) => {
        if (event.target !== element) return;
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          pinned = pinned === element ? null : element;
          show(pinned || element);
        } else if (event.key === "Escape") {
          pinned = null;
          clear();
        } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          const items = [...all(element.matches(".bb-claim") ? ".bb-claim" : ".bb-s[tabindex]")];
          const next = items[items.indexOf(element) + (event.key === "ArrowDown" ? 1 : -1)];
          if (next) {
            event.preventDefault();
            next.focus();
          }
        }
      });
    });
    all(".bb-ref").forEach((link) => {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        clear();
        lightSentence(link.dataset.sentence);
        const target = sentence(link.dataset.sentence);
        reveal(target);
        if (target) target.scrollIntoView({ block: "nearest" });
      });
    });
  };
  document.querySelectorAll(".bb:not([data-ready])").forEach((root) => {
    root.dataset.ready = "";
    start(root);
  });
})();
