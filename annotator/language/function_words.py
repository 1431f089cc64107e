"""Words that carry grammar, by language: the matrix language of a turn is the one whose grammar it has."""

from __future__ import annotations

_LISTS: dict[str, str] = {
    "zh": (
        "的 了 着 过 地 得 是 在 有 不 没 没有 也 都 就 才 还 又 再 很 太 更 最 和 跟 与 或 或者 而 而且 但 "
        "但是 不过 可是 因为 所以 如果 虽然 那么 然后 我 你 您 他 她 它 我们 你们 他们 她们 它们 咱们 自己 "
        "这 那 这个 那个 这些 那些 这样 那样 这种 那种 这里 那里 什么 怎么 怎么样 谁 哪 哪里 为什么 多少 几 "
        "吗 呢 吧 啊 呀 嘛 哦 啦 把 被 给 让 对 从 到 向 用 为 为了 以 于 比 个 一个 一些 会 能 可以 要 "
        "应该 可能 必须 已经 正在 其实 只 只是 只有 就是 还是 真的 的话 之 所 等 里 上 中 下 著 過 沒 沒有 "
        "還 後 與 不過 因為 雖然 那麼 然後 我們 你們 他們 她們 它們 咱們 這 這個 那個 這些 這樣 那樣 這種 "
        "那種 這裡 那裡 什麼 怎麼 怎麼樣 誰 為什麼 幾 嗎 給 讓 對 從 為 為了 於 個 一個 會 應該 必須 已經 "
        "其實 還是 裡 妳"
    ),
    "en": (
        "the a an and or but nor so if because although though while when where which who whom whose what "
        "how why that this these those there here of in on at to from for with by about into over under "
        "after before between through during without within as than then is am are was were be been being "
        "do does did have has had will would shall should can could may might must not no i you he she it "
        "we they me him her us them my your his its our their mine yours myself yourself itself ourselves "
        "themselves i'm i've i'll i'd you're you've you'll it's that's there's he's she's we're we've "
        "they're don't doesn't didn't isn't aren't wasn't can't won't wouldn't couldn't shouldn't let's "
        "what's some any all each every both just also too very only even still already up out"
    ),
    "ja": (
        "は が を に へ で と も の から まで より です ます でした ました だ な ね よ か し て けど でも "
        "こと もの これ それ あれ この その"
    ),
    "fr": (
        "le la les l' un une des du de d' et ou mais donc car que qu' qui quoi où je j' tu il elle on nous "
        "vous ils elles me te se ce cet cette ces c'est mon ton son ma ta sa mes tes ses notre votre leur "
        "leurs ne n' pas plus est sont était être ai as a avons avez ont avoir à au aux en dans sur sous "
        "avec sans pour par chez très aussi comme si y lui j'ai c' s' m' t' d'un d'une"
    ),
    "de": (
        "der die das den dem des ein eine einen einem einer eines und oder aber denn weil dass ob wenn als "
        "wie ich du er sie es wir ihr mich dich sich uns euch mir dir ihm ihnen mein dein sein unser ist "
        "sind war waren bin bist habe hat haben hatte werden wird wurde nicht kein keine auch noch schon "
        "nur sehr mehr zu in im am an auf aus bei mit nach von vom für über unter um zum zur was wer wo "
        "hier da so ja nein kann muss man heute"
    ),
    "es": (
        "el la los las un una unos unas y e o pero porque que qué quien cuando donde como cómo si yo tú él "
        "ella nosotros ellos ellas me te se nos lo le les mi tu su mis tus sus este esta esto ese esa eso "
        "es son era fue ser está están estoy estar he ha han hay haber no sí de del a al en con sin por "
        "para sobre entre muy más también ya todo cada tengo tiene hoy"
    ),
    "it": (
        "il lo la i gli le l' un uno una e ed o ma perché che chi cosa come quando dove se io tu lui lei "
        "noi voi loro mi ti si ci vi mio tuo suo questo questa quello è sono sei siamo era essere ho hai ha "
        "abbiamo hanno avere non di del della dei delle a al alla in nel nella con su sul per tra fra da "
        "dal molto più anche già tutto ogni oggi c'è"
    ),
    "pt": (
        "o a os as um uma uns umas e ou mas porque que quem quando onde como se eu tu você ele ela nós "
        "vocês eles elas me te lhe nos meu minha seu sua este esta isto esse essa isso é são era foi ser "
        "está estão estou estar tenho tem têm não sim de do da dos das em no na nas ao à com sem por pelo "
        "pela para sobre entre muito mais também já tudo cada hoje"
    ),
    "nl": (
        "de het een en of maar want omdat dat die dit deze wat wie waar hoe als ik jij je u hij zij ze wij "
        "we jullie mij me hem haar ons hun mijn jouw zijn is was waren ben bent heb heeft hebben had wordt "
        "worden werd niet geen ook nog al alleen zeer heel meer te in op aan uit bij met naar van voor over "
        "onder om er hier daar zo kan moet vandaag"
    ),
    "sv": (
        "och eller men för att som en ett den det de dem jag du han hon vi ni mig dig sig oss er min din "
        "sin är var vara har hade blir inte ingen också bara mycket mer i på av till från med utan om under "
        "vad vem hur när där här så kan måste ska idag"
    ),
    "da": (
        "og eller men for at som en et den det de dem jeg du han hun vi I mig dig sig os jer min din sin er "
        "var være har havde bliver ikke ingen også kun meget mere i på af til fra med uden om under hvad "
        "hvem hvordan når hvor her så kan skal noget"
    ),
    "no": (
        "og eller men for at som en ei et den det de dem jeg du han hun vi dere meg deg seg oss min din sin "
        "er var være har hadde blir ikke ingen også bare mye mer i på av til fra med uten om under hva hvem "
        "hvordan når hvor her så kan må skal noe"
    ),
    "fi": (
        "ja tai mutta koska että joka mikä mitä kuka missä miten kun jos minä sinä hän me te he se tämä tuo "
        "nämä ne on oli ovat olla olen olet ei en et emme eivät myös vain vielä jo hyvin niin kuin nyt "
        "täällä siellä minun sinun hänen voi pitää tänään"
    ),
    "pl": (
        "i a w z na do od dla po o za przed przy przez się nie tak jest są był była było być mam ma mają ja "
        "ty on ona ono my wy oni mnie mi cię ci go jej ich to ten ta te tego tej że żeby jak co kto gdzie "
        "kiedy czy ale lub albo bo już tylko też bardzo jeszcze dziś"
    ),
    "cs": (
        "a i v na do od pro po o za před při se si ne je jsou byl byla bylo být mám má mají já ty on ona my "
        "vy oni mě mi tě ti ho jí to ten ta tento tato že aby jak co kdo kde kdy ale nebo protože už jen "
        "také velmi ještě dnes když který jsem jsi jsme"
    ),
    "ro": (
        "și sau dar că să ce cine unde când cum dacă eu tu el ea noi voi ei ele mă te se ne vă îl o un una "
        "unei unui este e sunt era fi am ai are avem au nu da de la în din cu fără pe pentru despre foarte "
        "mai și-a lui al ale acest această asta azi"
    ),
    "hu": (
        "a az egy és vagy de mert hogy ha mint aki ami ahol mikor én te ő mi ti ők engem téged ez ezek azok "
        "van vannak volt lesz nem is csak még már nagyon meg el ki be fel le itt ott így úgy lehet kell ma"
    ),
    "tr": (
        "ve veya ama çünkü ki bir bu şu o ben sen biz siz onlar beni seni onu bana sana ona benim senin "
        "onun ne kim nerede nasıl neden zaman eğer ile için gibi kadar daha çok en de da mi mı mu mü değil "
        "var yok her hiç şey sonra önce bugün"
    ),
    "id": (
        "yang dan atau tetapi tapi karena bahwa jika kalau saya aku kamu anda dia kami kita mereka ini itu "
        "di ke dari dengan untuk pada oleh tentang adalah ada tidak bukan sudah belum akan sedang bisa "
        "harus juga hanya lebih sangat apa siapa mana kapan nya hari"
    ),
    "vi": (
        "và hoặc nhưng vì nếu thì mà là của có không được đã đang sẽ cũng chỉ rất hơn tôi bạn anh chị em nó "
        "chúng ta họ này đó kia cái một những các ở trong ngoài trên dưới với cho từ đến về gì ai đâu nào "
        "sao hôm nay"
    ),
    "ru": (
        "и а но или что чтобы как так если когда где кто я ты он она оно мы вы они меня тебя его её нас вас "
        "их мне тебе ему ей нам вам им мой твой свой это этот эта эти тот та те не ни да нет в во на с со к "
        "ко по за из от до для о об у при без под над был была было были есть быть же ли бы уже ещё только "
        "очень"
    ),
    "uk": (
        "і й та а але або що щоб як так якщо коли де хто я ти він вона воно ми ви вони мене тебе його її "
        "нас вас їх мені тобі йому їй нам вам їм це цей ця ці той не ні в у на з із зі до по за від для про "
        "при без під над був була було були є бути ж чи вже ще дуже"
    ),
    "el": (
        "ο η το οι τα του της των τον την και ή αλλά που πως ότι αν δεν μη να θα είναι ήταν με σε από για "
        "στο στη στην εγώ εσύ αυτό"
    ),
    "ko": (
        "은 는 이 가 을 를 에 에서 와 과 도 의 나는 저는 내가 제가 너는 그리고 하지만 그래서 그런데 이것 "
        "그것 저것 그 저 것 수 있다 없다"
    ),
    "ar": (
        "في من على إلى عن مع هذا هذه ذلك التي الذي أن إن لا ما هو هي أنا أنت نحن هم كان كانت قد كل بعد قبل "
        "أو ثم لكن و يا"
    ),
    "he": "של את על עם אל לא כן זה זאת הוא היא אני אתה אנחנו הם מה מי איך אבל או כי אם גם רק יש אין היה כל",
    "th": "ที่ ใน และ ของ เป็น ไม่ ได้ มี จะ ให้ กับ ก็ ว่า นี้ นั้น แต่ หรือ คือ ฉัน ผม คุณ เขา เรา",
    "hi": "का के की को से में पर और या है हैं था थी थे नहीं यह वह मैं हम तुम आप ने भी तो ही कि जो क्या कर",
}

FUNCTION_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(words.split()) for language, words in _LISTS.items()
}
