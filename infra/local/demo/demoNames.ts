/** A name as its bearer writes it, and in ASCII for addresses. */
export interface DemoName {
  readonly native: string;
  readonly ascii: string;
}

export type Culture =
  | 'english'
  | 'german'
  | 'french'
  | 'polish'
  | 'portuguese'
  | 'scandinavian'
  | 'japanese'
  | 'greek'
  | 'arabic'
  | 'ukrainian';

const FOLDED: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', æ: 'ae', å: 'a', ö: 'o', ä: 'a', ü: 'u' };

/** Latin letters without their marks. */
export function toAscii(text: string): string {
  return [...text]
    .map((letter) => FOLDED[letter] ?? FOLDED[letter.toLowerCase()]?.toUpperCase() ?? letter)
    .join('')
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
}

/** `native|ascii`, or a Latin name alone. */
function names(text: string): readonly DemoName[] {
  return text
    .trim()
    .split(/\s*,\s*/)
    .map((item) => {
      const [native = '', ascii = toAscii(native)] = item.split('|');
      return { native, ascii };
    });
}

/** Family names are such as don't change with the bearer's gender. */
export const DEMO_NAMES: Readonly<Record<Culture, { given: readonly DemoName[]; family: readonly DemoName[] }>> = {
  english: {
    given: names('Olivia, James, Amelia, Oliver, Grace, Noah, Harper, Ethan, Chloe, Marcus, Naomi, Dylan, Hazel, Owen'),
    family: names(
      'Bennett, Carter, Walsh, Hughes, Foster, Okafor, Patel, Reid, Murphy, Singh, Turner, Nguyen, Brooks, Adeyemi',
    ),
  },
  german: {
    given: names('Jürgen, Anke, Björn, Käthe, Lukas, Sören, Heike, Jonas, Frauke, Matthias, Bärbel, Felix'),
    family: names('Müller, Schäfer, Groß, König, Weiß, Hübner, Böhm, Krüger, Vogel, Jäger, Lößner, Brandt'),
  },
  french: {
    given: names('Zoé, François, Chloé, Jérôme, Hélène, Benoît, Anaïs, Rémi, Noémie, Théo, Maëlle, Cédric'),
    family: names(
      'Lefèvre, Garçon, Dubois, Rousseau, Bélanger, Moreau, Gauthier, Chevalier, Besançon, Faure, Lemaître, Perrin',
    ),
  },
  polish: {
    given: names(
      'Małgorzata, Łukasz, Agnieszka, Paweł, Katarzyna, Michał, Żaneta, Tomasz, Elżbieta, Wojciech, Zofia, Rafał',
    ),
    family: names('Nowak, Wójcik, Kowalczyk, Woźniak, Mazur, Krawczyk, Zając, Król, Wróbel, Stępień, Gołąb, Dąbek'),
  },
  portuguese: {
    given: names('João, Inês, Luís, Conceição, Tomás, Mônica, André, Letícia, Antônio, Beatriz, Caíque, Lúcia'),
    family: names(
      'Gonçalves, Simões, Araújo, Magalhães, Brandão, Peçanha, Falcão, Moura, Guimarães, Teixeira, Leitão, Ramos',
    ),
  },
  scandinavian: {
    given: names('Åsa, Søren, Björk, Øystein, Freja, Håkon, Linnéa, Jørgen, Signe, Göran, Ragnhild, Pål'),
    family: names(
      'Lindström, Sørensen, Ødegård, Åkesson, Bjørnstad, Nyström, Kjær, Hågensen, Söderberg, Dahl, Mårtensson, Holm',
    ),
  },
  japanese: {
    given: names(
      '陽子|Yoko, 健太|Kenta, 美咲|Misaki, 大輔|Daisuke, さくら|Sakura, 翔太|Shota, 直樹|Naoki, 結衣|Yui, 拓也|Takuya, 真由美|Mayumi, 蓮|Ren, 葵|Aoi',
    ),
    family: names(
      '佐藤|Sato, 鈴木|Suzuki, 高橋|Takahashi, 田中|Tanaka, 渡辺|Watanabe, 伊藤|Ito, 山本|Yamamoto, 中村|Nakamura, 小林|Kobayashi, 加藤|Kato, 吉田|Yoshida, 斎藤|Saito',
    ),
  },
  greek: {
    given: names(
      'Ελένη|Eleni, Γιώργος|Giorgos, Κατερίνα|Katerina, Δημήτρης|Dimitris, Μαρία|Maria, Νίκος|Nikos, Σοφία|Sofia, Κώστας|Kostas, Ιωάννα|Ioanna, Πέτρος|Petros',
    ),
    family: names(
      'Γεωργίου|Georgiou, Νικολάου|Nikolaou, Ιωάννου|Ioannou, Βασιλείου|Vasileiou, Αναγνώστου|Anagnostou, Χριστοδούλου|Christodoulou, Παναγιώτου|Panagiotou, Αντωνίου|Antoniou, Κωνσταντίνου|Konstantinou, Δημητρίου|Dimitriou',
    ),
  },
  arabic: {
    given: names(
      'فاطمة|Fatima, محمد|Mohammed, ليلى|Layla, خالد|Khalid, نور|Noor, يوسف|Yousef, مريم|Maryam, عمر|Omar, سارة|Sara, طارق|Tariq',
    ),
    family: names(
      'الهاشمي|Al Hashimi, المنصوري|Al Mansoori, الشامسي|Al Shamsi, حداد|Haddad, الفارسي|Al Farsi, خوري|Khoury, النجار|Al Najjar, الزعابي|Al Zaabi, قاسم|Qasim, الكعبي|Al Kaabi',
    ),
  },
  ukrainian: {
    given: names(
      'Олена|Olena, Тарас|Taras, Наталія|Nataliia, Богдан|Bohdan, Ірина|Iryna, Андрій|Andrii, Оксана|Oksana, Сергій|Serhii, Юлія|Yuliia, Максим|Maksym',
    ),
    family: names(
      'Шевченко|Shevchenko, Ковальчук|Kovalchuk, Бондаренко|Bondarenko, Мельник|Melnyk, Кравчук|Kravchuk, Ткаченко|Tkachenko, Олійник|Oliinyk, Лисенко|Lysenko, Марченко|Marchenko, Романюк|Romaniuk',
    ),
  },
};
