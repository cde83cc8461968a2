// The plan as plain text, to be copied into a message or a note.

var prepPlanText = (() => {
  /**
   * @param {PlannerConfig} config
   * @param {Agenda} agenda
   * @param {{ word: (key: string, values?: Record<string, string | number>) => string, said: (one: PoolQuestion) => string }} how
   */
  function write(config, agenda, { word, said }) {
    const time = prepAgenda.timing(config, agenda.wishes.length);
    const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
    const parts = time.parts.map((part) => [
      `${part.label} (${word('minutes', { n: number.format(part.minutes) })})`,
      ...agenda.items.filter((one) => one.block === part.part).map((one) => `  ${one.star ? '*' : '-'} ${said(one)}`),
    ]);
    if (agenda.others.length > 0) parts.push([word('others'), ...agenda.others.map((one) => '  - ' + said(one))]);
    return [[word('text_title', { n: time.length })], ...parts].map((lines) => lines.join('\n')).join('\n\n') + '\n';
  }

  return { write };
})();
