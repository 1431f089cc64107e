"""Frequent characters of East Asian languages: what text looks like that was decoded rightly.

Each list holds characters that make up most of ordinary running text in that language, the most
frequent ones roughly first. They were put together by hand from general knowledge of the
languages, not from any test text.
"""

from __future__ import annotations

SIMPLIFIED = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去"
    "法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业"
    "外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提"
    "立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许"
    "统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共"
    "确传师观清今切院让识候带导争运笑飞风步改收根干造言联持组每济车亲极林服快办议往元英士证近失转夫令准布始怎呢存未远叫台单影具罗字爱击流备"
    "兵连调深商算质团集百需价花党华城石级整府离况亚请技际约示复病息究线似官火断精满支视消越器容照须九增研写称企八功吗包片史委乎查轻易早曾除"
    "农找装广显吧阿李标谈吃图念六引历首医局突专费号尽另周较注语仅考落青随选列武红响虽推势参希古众构房半节土投某案黑维革划敌致陈律足态护七兴"
    "哈嗯啊哦喜欢朋谢您网哪懂棒挺猫狗妈爸客户咖啡店餐喝租贷款预订酒周末聊聪简简聊午晚饭"
)
TRADITIONAL = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去"
    "法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業"
    "外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提"
    "立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許"
    "統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共"
    "確傳師觀清今切院讓識候帶導爭運笑飛風步改收根幹造言聯持組每濟車親極林服快辦議往元英士證近失轉夫令準布始怎呢存未遠叫台單影具羅字愛擊流備"
    "兵連調深商算質團集百需價花黨華城石級整府離況亞請技際約示復病息究線似官火斷精滿支視消越器容照須九增研寫稱企八功嗎包片史委乎查輕易早曾除"
    "農找裝廣顯吧阿李標談吃圖念六引歷首醫局突專費號盡另周較注語僅考落青隨選列武紅響雖推勢參希古眾構房半節土投某案黑維革劃敵致陳律足態護七興"
    "哈嗯啊哦喜歡朋謝您網哪懂棒挺貓狗媽爸客戶咖啡店餐喝租貸款預訂酒週末聊聰簡午晚飯"
)
JAPANESE = (
    "のにはをたがでてとしれさある いるもするから"
    "なこ日一人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女"
    "北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨私思言僕君彼事者方何会社自分新聞国家地発現代当動作業田場手力問"
    "対的理体性法度物通決主政意取用同品信教市米実不野関定回安開全表戦経済最約以変機明和結相部連員付心元持少多目身点員世重化要立内合神朝夜"
)
KOREAN = (
    "이다는을의에가고하지한기나리사은로도를인어시들그서있자아라대해수만정일게부여상전것과니원보안장제오주면적구유조공성세스으우아경동국내"
    "마신중학회분문방선무비소생위년요와거까던데때말미발번본새속야없었였왔에게연영용음입작저좋진집차처축친태통파평하했형화후습니까네죠군요"
    "같고갔각간감강개건것결계관교금길김남년노뭐못봐싶알얼왜줄될된됩드또려르먼며모물바반받밥배백버별복빠산살생"
)
KANA = (0x3041, 0x30FF)
HANGUL = (0xAC00, 0xD7A3)

# Signs beyond ASCII, frequent in running text and less so.
COMMON_SIGNS = "‘’“”„‚«»–—…¿¡\xa0"
SIGNS = "•€°©®™§·№½ªº£\xad־׳״"
EAST_ASIAN_SIGNS = "，。？！、：；“”‘’「」『』（）《》…—～·　【】〜・ー"

# Short words that every conversation has; lists of different words, from which pairs of letters
# are counted, make too little of them.
WORDS = {
    "fr": "à où été même très déjà là ça être après voilà",
    "de": "für über können müssen würde möchte natürlich schön später früher größer heißt weiß dafür",
    "es": "más qué está sí también él tú cómo así día años aquí después mañana",
    "pt": "é não está você até já só também então à são está aí três",
    "it": "è più perché può già così né sì là lì cioè città però sarà",
    "sv": "är på för så när också då får går här där även själv än å",
    "da": "på så også være når får går å år både før",
    "no": "på så også være når får går å år både før",
    "pl": "się że są być już też może będzie tylko proszę dziękuję",
    "cs": "že už být který když taky není já ještě může děkuji",
    "hu": "és már még nagyon így én úgy vagyok jó köszönöm ő",
    "ro": "că să şi în fără după când aşa dacă",
    "tr": "için çok değil şey şimdi güzel hayır nasıl öyle böyle",
    "ru": "и в не на я что с а то как у он но за все это ты мы так по да нет мне ещё уже",
    "uk": "і в не на я що та з а як у він це ти ми так до ні ще вже й",
    "bg": "и в не на да се за от ще е съм си по но това аз ти с",
    "el": "και το να είναι δεν με για τα η ο θα που από ναι όχι τι μου σου σε",
    "he": "של את לא על זה אני הוא כן גם מה אבל",
    "vi": "của và là có không được trong người một những các với cho này đã về để cũng như khi đến lại "
    "rất ra đó nhiều còn thì ở năm làm nói mọi trời đẹp hôm chào bạn tôi anh chị em ông bà mình "
    "chúng nó họ gì sao thế nào đâu ai đi ăn uống nhà việc ngày giờ phải biết muốn thích yêu nhớ "
    "đều vui buồn cảm ơn xin lỗi vâng dạ đúng trước sau trên dưới hơn nhất nếu vì nên mà hay "
    "hoặc từ đang sẽ chưa rồi nữa thôi quá lắm mới cũ lớn nhỏ đây kia học đường mẹ bố con bây "
    "lúc thấy nghĩ hiểu hỏi trả lời bài sách tiền mua bán nước cơm cà phê trường thầy cô lớp "
    "tuổi tháng tuần sáng trưa chiều tối đêm chờ gọi đọc viết chuyện điều khác cùng giữa theo "
    "vẫn",
    "ar": "في من على لا ما هذا أن إلى نعم مع",
}
