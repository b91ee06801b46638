"""Names of months (1-12) and weekdays (Monday is 0) in many languages; generated from CLDR."""

# fmt: off
MONTHS = {
    1: (
        "ene, enero, gen, gener, gennaio, ianuarie, jan, janeiro, janner, januar, januari, january, janv, "
        "janvier, leden, ledna, ocak, styczen, stycznia, ιανουαριοσ, ιανουαριου, січень, січня, январь, "
        "января, جانفي, كانون الثاني, يناير"
    ),
    2: (
        "feb, febbraio, febr, febrer, febrero, februar, februari, februarie, february, fev, fevereiro, fevr, "
        "fevrier, lutego, luty, subat, unor, unora, φεβρουαριοσ, φεβρουαριου, лютии, лютого, февраль, "
        "февраля, شباط, فبراير, فيفري"
    ),
    3: (
        "brezen, brezna, maart, mar, marc, marca, march, marco, mars, mart, martie, marz, marzec, marzo, mrt, "
        "μαρτιοσ, μαρτιου, березень, березня, март, марта, اذار, مارس"
    ),
    4: (
        "abr, abril, apr, april, aprile, aprilie, avr, avril, duben, dubna, kwiecien, kwietnia, nisan, "
        "απριλιοσ, απριλιου, апрель, апреля, квітень, квітня, ابريل, افريل, نيسان"
    ),
    5: (
        "kveten, kvetna, mag, maggio, mai, maig, maio, maj, maja, may, mayo, mayıs, mei, μαιοσ, μαιου, маи, "
        "мая, травень, травня, ايار, ماي, مايو"
    ),
    6: (
        "cerven, cervna, czerwca, czerwiec, giu, giugno, haziran, iunie, juin, jun, june, junho, juni, junio, "
        "juny, ιουνιοσ, ιουνιου, июнь, июня, червень, червня, جوان, حزيران, يونيو"
    ),
    7: (
        "cervence, cervenec, iulie, juil, juillet, jul, julho, juli, julio, juliol, july, lipca, lipiec, lug, "
        "luglio, temmuz, ιουλιοσ, ιουλιου, июль, июля, липень, липня, تموز, جويلية, يوليو, يوليوز"
    ),
    8: (
        "ago, agost, agosto, agustos, aout, aug, august, augusti, augustus, sierpien, sierpnia, srpen, srpna, "
        "αυγουστοσ, αυγουστου, август, августа, серпень, серпня, اغسطس, اوت, غشت"
    ),
    9: (
        "eylul, sep, sept, september, septembre, septembrie, septiembre, setembre, setembro, settembre, "
        "wrzesien, wrzesnia, zari, σεπτεμβριοσ, σεπτεμβριου, вересень, вересня, сентябрь, сентября, ايلول, "
        "سبتمبر, شتنبر"
    ),
    10: (
        "ekim, oct, october, octobre, octombrie, octubre, okt, oktober, ott, ottobre, outubro, pazdziernik, "
        "pazdziernika, rijen, rijna, οκτωβριοσ, οκτωβριου, жовтень, жовтня, октябрь, октября, اكتوبر, تشرين "
        "الاول"
    ),
    11: (
        "kasım, listopad, listopada, listopadu, noiembrie, nov, november, novembre, novembro, noviembre, "
        "νοεμβριοσ, νοεμβριου, листопад, листопада, ноябрь, ноября, تشرين الثاني, نوفمبر, نونبر"
    ),
    12: (
        "aralık, dec, december, decembre, decembrie, des, desember, desembre, dez, dezember, dezembro, dic, "
        "dicembre, diciembre, grudnia, grudzien, prosince, prosinec, δεκεμβριοσ, δεκεμβριου, грудень, грудня, "
        "декабрь, декабря, دجنبر, ديسمبر, كانون الاول"
    ),
}

WEEKDAYS = {
    0: (
        "dilluns, lundi, lunedi, lunes, luni, maandag, mandag, monday, montag, pazartesi, pondeli, "
        "poniedziałek, segunda-feira, δευτερα, понедельник, понеділок, الاثنين"
    ),
    1: (
        "dienstag, dimarts, dinsdag, mardi, martedi, martes, marti, salı, terca-feira, tirsdag, tisdag, "
        "tuesday, utery, wtorek, τριτη, вторник, вівторок, الثلاثاء"
    ),
    2: (
        "carsamba, dimecres, mercoledi, mercredi, miercoles, miercuri, mittwoch, onsdag, quarta-feira, sroda, "
        "streda, wednesday, woensdag, τεταρτη, середа, среда, الاربعاء"
    ),
    3: (
        "ctvrtek, czwartek, dijous, donderdag, donnerstag, giovedi, jeudi, joi, jueves, persembe, "
        "quinta-feira, thursday, torsdag, πεμπτη, четвер, четверг, الخميس"
    ),
    4: (
        "cuma, divendres, fredag, freitag, friday, patek, piatek, sexta-feira, vendredi, venerdi, viernes, "
        "vineri, vrijdag, παρασκευη, пʼятниця, пятница, الجمعة"
    ),
    5: (
        "cumartesi, dissabte, lordag, lørdag, sabado, sabato, sambata, samedi, samstag, saturday, sobota, "
        "zaterdag, σαββατο, суббота, субота, السبت"
    ),
    6: (
        "dimanche, diumenge, domenica, domingo, duminica, nedele, niedziela, pazar, sondag, sonntag, sunday, "
        "søndag, zondag, κυριακη, воскресенье, неділя, الاحد"
    ),
}

SHORT_WEEKDAYS = {
    0: (
        "lun, man, mon, seg"
    ),
    1: (
        "ter, tir, tis, tue"
    ),
    2: (
        "mer, mie, ons, qua, wed"
    ),
    3: (
        "gio, jeu, jue, qui, thu, tor, tors"
    ),
    4: (
        "fre, fri, ven, vie"
    ),
    5: (
        "lor, lør, sab, sam, sat"
    ),
    6: (
        "dim, dom, son, sun, søn"
    ),
}
