/** What a configuration file says, read as Python's configparser does with its defaults. */

/** One line that says what is wrong with the file. */
export class IniError extends Error {}

type Section = Map<string, string>;

interface Option {
  readonly section: Section;
  readonly name: string;
  readonly lines: string[];
}

const deepest = 10;

export class Ini {
  private readonly sections = new Map<string, Section>();
  private readonly defaults: Section = new Map();

  private constructor(private readonly origin: string) {}

  static parse(text: string, origin: string): Ini {
    const ini = new Ini(origin);
    ini.read(text.replace(/^\uFEFF/, ''));
    return ini;
  }

  hasSection(section: string): boolean {
    return this.sections.has(section);
  }

  /** The value with what stands in %(name)s put in its place; undefined where there is no such section or key. */
  get(section: string, key: string): string | undefined {
    const own = this.sections.get(section);
    if (own === undefined) return undefined;
    const raw = this.raw(own, key.toLowerCase());
    return raw === undefined ? undefined : this.interpolate(raw, own, key, 1);
  }

  private raw(section: Section, key: string): string | undefined {
    return section.get(key) ?? this.defaults.get(key);
  }

  private read(text: string): void {
    let section: Section | undefined;
    let option: Option | undefined;
    let indent = 0;
    const finish = () => {
      if (option !== undefined) option.section.set(option.name, option.lines.join('\n').trimEnd());
      option = undefined;
    };
    const lines = text.split(/\r\n|\r|\n/);
    if (lines.at(-1) === '') lines.pop();
    lines.forEach((line, index) => {
      const value = line.trim();
      if (value.startsWith('#') || value.startsWith(';')) return;
      if (value === '') {
        option?.lines.push('');
        return;
      }
      const depth = line.search(/\S/);
      if (option !== undefined && depth > indent) {
        option.lines.push(value);
        return;
      }
      indent = depth;
      finish();
      const header = /^\[(.+)\]/.exec(value)?.[1];
      if (header !== undefined) {
        section = this.open(header, index);
        return;
      }
      if (section === undefined) throw this.at(index, 'there is no section before it');
      option = this.begin(section, value, index);
    });
    finish();
  }

  private open(header: string, index: number): Section {
    if (header === 'DEFAULT') return this.defaults;
    if (this.sections.has(header)) throw this.at(index, `section [${header}] stands twice`);
    const section: Section = new Map();
    this.sections.set(header, section);
    return section;
  }

  private begin(section: Section, line: string, index: number): Option {
    const parts = /^(.*?)\s*[=:]\s*(.*)$/.exec(line);
    const name = parts?.[1]?.toLowerCase();
    if (parts === null || name === undefined || name === '') throw this.at(index, 'it is neither [section] nor key = value');
    if (section.has(name)) throw this.at(index, `key ${name} stands twice`);
    // It is known from its first line on, so that its double is found whatever follows.
    section.set(name, '');
    return { section, name, lines: [parts[2] ?? ''] };
  }

  private interpolate(raw: string, section: Section, key: string, depth: number): string {
    if (depth > deepest) throw new IniError(`${this.origin}: key ${key}: %(name)s is nested more than ${deepest} times`);
    return raw.replace(/%(?:(%)|\(([^)]+)\)s)?/g, (found: string, percent?: string, name?: string) => {
      if (percent !== undefined) return '%';
      if (name === undefined) throw new IniError(`${this.origin}: key ${key}: '${found}' must be followed by % or (name)s`);
      const inner = this.raw(section, name.toLowerCase());
      if (inner === undefined) throw new IniError(`${this.origin}: key ${key}: there is no ${name} for %(${name})s`);
      return this.interpolate(inner, section, key, depth + 1);
    });
  }

  private at(index: number, what: string): IniError {
    return new IniError(`${this.origin}:${index + 1}: ${what}`);
  }
}
