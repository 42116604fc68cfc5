// Tallies add up while typing. What the sums mean in law is asked of the server, which alone decides.

"use strict";

(() => {
  const form = document.querySelector("[data-tally]");
  if (!form) return;

  const whole = (input) => (/^\d+$/.test(input.value.trim()) ? Number(input.value) : null);
  const mark = (icon, css, text) => {
    const sum = document.createElement("span");
    sum.className = `sum ${css}`;
    const sign = document.createElement("i");
    sign.className = `bi bi-${icon}`;
    sign.setAttribute("aria-hidden", "true");
    sum.append(sign, ` ${text}`);
    return sum;
  };

  function add() {
    const valid = whole(form.elements.valid);
    form.querySelector("[data-tally-valid]").textContent = valid ?? "—";
    let right = valid !== null;
    form.querySelectorAll("[data-tally-row]").forEach((row) => {
      const inputs = [...row.querySelectorAll("input")];
      const votes = inputs.map(whole);
      const sum = votes.includes(null) ? null : votes.reduce((total, each) => total + each, 0);
      const fits = sum !== null && sum === valid;
      // fewer than the valid ballots may be right by this election's method: the server asks for the reason
      right &&= sum !== null && valid !== null && sum <= valid;
      inputs.forEach((input) => {
        input.classList.toggle("is-invalid", !fits);
        input.closest("td").classList.toggle("is-off", !fits);
      });
      const off = sum === null || valid === null ? "请填整数" : `${sum}，${sum < valid ? "少" : "多"} ${Math.abs(sum - valid)} 票`;
      row.querySelector("[data-tally-sum]").replaceChildren(
        fits ? mark("check-circle-fill", "sum-ok", sum) : mark("exclamation-triangle-fill", "sum-bad", off),
      );
    });
    return right;
  }

  function allow(right) {
    const submit = form.querySelector("[data-tally-submit]");
    if (submit) submit.disabled = !right;
  }

  form.addEventListener("input", () => {
    // the server's answer to these numbers is still to come: until then nothing can be submitted
    add();
    allow(false);
  });
  form.addEventListener("draft:restored", add);
  document.addEventListener("htmx:afterSettle", () => {
    allow(add() && document.getElementById("verdict").dataset.right === "1");
  });
  add();
})();
